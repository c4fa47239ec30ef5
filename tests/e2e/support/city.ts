/** One city for all screens, with somebody of every role at a browser of their own: tests that only look at it share it. */
import type { BrowserContext } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { registerOffer, registerRequest, sendFromTheFuture, signIn, syncChip } from './desk.ts';
import { expect, test as base } from './fixtures.ts';
import { startServer } from './server.ts';
import { createTablets, firstPage } from './tablets.ts';
import { grantVoucher } from './vouchers.ts';

export const CARER_DESK = 'Sportello badanti e assistenti familiari';

export type Who = 'citizen' | 'marta' | 'piero' | 'chiara' | 'ada';

export interface City {
	guard: ConsoleGuard;
	browsers: Record<Who, BrowserContext>;
	/** Address of a request registered at the desk. */
	requestPath: string;
}

export const test = base.extend<object, { city: City }>({
	city: [
		async ({ launchOptions, prepared }, use, { project }) => {
			const { origin, city: copyOf } = prepared;
			const server = await startServer({}, { origin, copyOf });
			const guard = new ConsoleGuard(server.origin);
			const browser = { ...project.use, launchOptions };
			const tablets = createTablets(server, guard, browser, prepared);
			await grantVoucher(server, 15_000);
			const marta = await tablets.open('marta');
			const desk = await firstPage(marta);
			await signIn(desk, 'marta');
			await registerRequest(desk, { need: 'Spesa e pasti' });
			const { path } = await registerRequest(desk, {
				name: 'Lucia Bianchi',
				phone: '0372 123456',
				actingFor: 'Teresa Bianchi',
				need: 'Aiuto in casa',
				service: { search: 'badante', name: CARER_DESK }
			});
			await expect(syncChip(desk)).toHaveAccessibleName(/^Tutto inviato/);
			const chiara = await tablets.open('chiara');
			await signIn(await firstPage(chiara), 'chiara');
			await sendFromTheFuture(desk, { name: 'Anna Esempio', tomorrow: ['un campo', 'di domani'] });
			const ada = await tablets.open('ada');
			await signIn(await firstPage(ada), 'ada');
			const piero = await tablets.open('piero');
			const phone = await firstPage(piero);
			await signIn(phone, 'piero');
			await registerOffer(phone, { phone: '333 000 0001', skill: 'Compagnia', day: 'giovedì' });
			await expect(syncChip(phone)).toHaveAccessibleName(/^Tutto inviato/);
			const citizen = await tablets.open('citizen');
			const browsers = { citizen, marta, piero, chiara, ada };
			await use({ guard, browsers, requestPath: path });
			await tablets.dispose();
			await server.dispose();
		},
		{ scope: 'worker', timeout: 180_000 }
	]
});
