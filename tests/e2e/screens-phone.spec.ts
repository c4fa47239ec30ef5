/** What holds of every screen on a phone: see `examineScreen`. */
import { test } from './support/city.ts';
import { examineScreen, screens } from './support/screens.ts';
import { PHONE } from './support/tablets.ts';

for (const screen of screens) {
	test(`${screen.name} has no axe violation, nothing too wide and no error`, async ({ city }) => {
		await examineScreen(screen, city, PHONE);
	});
}
