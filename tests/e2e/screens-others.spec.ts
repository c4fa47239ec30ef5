/** What holds of every screen of citizens, volunteers, managers and administrators: see `examineScreen`. */
import { test } from './support/city.ts';
import { examineScreen, screens } from './support/screens.ts';

for (const screen of screens.filter(({ who }) => who !== 'marta')) {
	test(`${screen.name} has no axe violation, nothing too wide and no error`, async ({ city }) => {
		await examineScreen(screen, city);
	});
}
