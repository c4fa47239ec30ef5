import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import { goTo, registerRequest, signIn, syncChip } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import type { RunningServer } from './support/server.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';
import { grantVoucher } from './support/vouchers.ts';

/** What the ledger of the only voucher sums to, and what its row says, in cents. */
function sums({ dataDir }: RunningServer): { lines: number; balance: number } {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		const one = (sql: string) => sqlite.prepare(sql).pluck().get() as number;
		return {
			lines: one(`select sum(fields ->> 'cents') from records where collection = 'voucherEntries'`),
			balance: one(
				`select fields ->> 'amountCents' - coalesce((select sum(value ->> 'amountCents')
					from json_each(fields, '$.openSpends')), 0)
				 from records where collection = 'vouchers'`
			)
		};
	} finally {
		sqlite.close();
	}
}

const spends = ({ dataDir }: RunningServer) =>
	readServerRecords(dataDir)
		.ledger.filter(({ name }) => name === 'voucher.spend')
		.map(({ author, outcome, reason }) => [author, outcome, reason ?? ''].join(' ').trim());

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name });

async function openVoucher(page: Page) {
	await goTo(page, 'Buoni');
	await main(page)
		.getByRole('link', { name: /Anna Esempio/ })
		.click();
	await expect(page.getByRole('heading', { name: 'Movimenti' })).toBeVisible();
}

async function spend(page: Page, euros: string, whatFor: string) {
	await button(page, 'Usa il buono').click();
	await page.getByLabel('Quanto, in euro').fill(euros);
	await page.getByLabel('Per che cosa').fill(whatFor);
	// Whoever taps twice spends once.
	await button(page, /^Riserva/).dblclick();
	await expect(main(page).getByRole('listitem').filter({ hasText: whatFor })).toContainText(
		'Riservato, da confermare'
	);
}

/** Both desks look at the voucher, the server dies, and both spend; then it is back. @returns who got through, and who not */
async function race(
	server: RunningServer,
	desks: { [author: string]: Page },
	euros: string
): Promise<{ winner: Page; loser: Page }> {
	for (const [author, page] of Object.entries(desks)) {
		await signIn(page, author as 'marta');
		await openVoucher(page);
	}
	await server.kill9();
	for (const [author, page] of Object.entries(desks)) await spend(page, euros, `Pane di ${author}`);
	await server.restart();
	for (const page of Object.values(desks)) await page.reload();
	await expect.poll(() => spends(server)).toHaveLength(2);
	const [winner, loser] = ['accepted', 'rejected'].map((outcome) => {
		const author = spends(server)
			.find((said) => said.includes(` ${outcome}`))
			?.split(' ')[0];
		return desks[author ?? ''];
	});
	if (!winner || !loser) throw new Error(spends(server).join(', '));
	await expect(syncChip(winner)).toHaveAccessibleName(/^Tutto inviato/);
	await expect(syncChip(loser)).toHaveAccessibleName(/^1 da sistemare/);
	return { winner, loser };
}

test('of two desks that spend the last euro with the server dead, one is confirmed and one is to be put right', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(180_000);
	guard.expectServerGone();
	await grantVoucher(server, 100);
	const marta = await firstPage(await tablets.open('marta'));
	const davide = await firstPage(await tablets.open('davide'));
	const { winner, loser } = await race(server, { marta, davide }, '1');

	await test.step('the ledger on the server sums, and nothing is overdrawn', async () => {
		expect(spends(server).sort().join('; ')).toMatch(
			/accepted; .*rejected voucher-balance-too-low|rejected voucher-balance-too-low; .*accepted/
		);
		expect(sums(server)).toEqual({ lines: 0, balance: 0 });
	});

	await test.step('whoever came first has it confirmed', async () => {
		await expect(main(winner).getByText('Finito')).toBeVisible();
		const line = main(winner).getByRole('listitem').filter({ hasText: 'Pane di' });
		await expect(line).toContainText('Confermato');
		await expect(line).not.toContainText('da confermare');
		await examine(winner);
		await examineWidths(winner);
		await winner.setViewportSize(LANDSCAPE);
	});

	await test.step('the other reads why, and gives it up', async () => {
		await expect(main(loser).getByText(/non è stata confermata/)).toBeVisible();
		await syncChip(loser).click();
		const drawer = loser.getByRole('dialog');
		await expect(drawer).toContainText('Spesa di 1,00 € dal buono di Anna Esempio');
		await expect(drawer).toContainText('Sul buono sono rimasti 0,00 €');
		await expect(drawer.getByRole('button', { name: 'Correggi e rimanda' })).toHaveCount(0);
		await examine(loser);
		await drawer.getByRole('button', { name: 'Metti da parte' }).click();
		await drawer.getByRole('button', { name: 'Chiudi' }).click();
		await expect(syncChip(loser)).toHaveAccessibleName(/^Tutto inviato/);
		await expect(main(loser).getByText(/non è stata confermata/)).toHaveCount(0);
	});

	await test.step('the first gives it back, once, and the other may use it', async () => {
		await button(winner, /^Storna 1,00/).click();
		await winner.getByRole('dialog').getByRole('button', { name: 'Storna', exact: true }).click();
		await expect(main(winner).getByText('stornata', { exact: true })).toBeVisible();
		await expect(button(winner, /^Storna/)).toHaveCount(0);
		await expect(syncChip(winner)).toHaveAccessibleName(/^Tutto inviato/);
		await expect.poll(() => sums(server)).toEqual({ lines: 100, balance: 100 });
		await loser.reload();
		await expect(button(loser, 'Usa il buono')).toBeVisible();
	});
});

test(
	'a refused spend is corrected to what is left, and sent again',
	{ tag: '@faults' },
	async ({ server, tablets, guard }) => {
		test.setTimeout(180_000);
		guard.expectServerGone();
		await grantVoucher(server, 350);
		const marta = await firstPage(await tablets.open('marta'));
		const davide = await firstPage(await tablets.open('davide'));
		const { loser } = await race(server, { marta, davide }, '2,00');
		expect(sums(server)).toEqual({ lines: 150, balance: 150 });
		await syncChip(loser).click();
		const drawer = loser.getByRole('dialog');
		await expect(drawer).toContainText('Sul buono sono rimasti 1,50 €');
		await drawer.getByRole('button', { name: 'Correggi e rimanda' }).click();
		await expect(drawer.getByLabel('Quanto, in euro')).toHaveValue('1,50');
		await examine(loser);
		await drawer.getByRole('button', { name: 'Rimanda corretta' }).click();
		await expect(
			drawer.getByText('Niente da inviare. Il server ha confermato tutto.')
		).toBeVisible();
		expect(sums(server)).toEqual({ lines: 0, balance: 0 });
		expect(spends(server).filter((said) => said.endsWith('accepted'))).toHaveLength(2);
	}
);

test('the manager opens a fund and grants a voucher with the server dead, and the desk finds it', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(180_000);
	guard.expectServerGone();
	const desk = await firstPage(await tablets.open('marta'));
	await signIn(desk, 'marta');
	await goTo(desk, 'Buoni');
	await expect(desk.getByText('Nessun buono da usare qui')).toBeVisible();
	await examine(desk);
	await registerRequest(desk, { name: 'Anna Esempio', need: 'Spesa e pasti' });
	await expect(syncChip(desk)).toHaveAccessibleName(/^Tutto inviato/);
	const office = await firstPage(await tablets.open('chiara'));
	await signIn(office, 'chiara');
	await expect(main(office).getByText('Anna Esempio').first()).toBeVisible();
	await goTo(office, 'Buoni');
	await office.getByRole('link', { name: 'Fondi' }).click();
	await expect(office.getByText('Nessun fondo')).toBeVisible();
	await server.kill9();
	const drawer = office.getByRole('dialog');

	await test.step('a fund, and nothing beyond it', async () => {
		await button(office, 'Apri un fondo').click();
		await drawer.getByRole('button', { name: 'Apri un fondo' }).click();
		await expect(drawer.getByLabel('Come si chiama')).toBeFocused();
		await drawer.getByLabel('Come si chiama').fill('Buono spesa 2026');
		await drawer.getByLabel('Chi lo paga').fill('Comune di Cremona');
		await drawer.getByLabel('Che cosa si può comprare').fill('Alimentari');
		await drawer.getByLabel('Quanto c’è in tutto, in euro').fill('1.000');
		await examine(office);
		await drawer.getByRole('button', { name: 'Apri un fondo' }).click();
		await expect(main(office).getByRole('heading', { name: 'Buono spesa 2026' })).toBeVisible();
		await button(office, /^Dai un buono di/).click();
		await drawer.getByLabel('A chi').fill('Anna');
		await drawer.getByRole('button', { name: /Anna Esempio/ }).click();
		await drawer.getByLabel('Quanto, in euro').fill('1000,01');
		await expect(drawer).toContainText('Nel fondo restano 1.000,00 €.');
		await drawer.getByLabel('Quanto, in euro').fill('50');
		await examine(office);
		await drawer.getByRole('button', { name: 'Dai il buono' }).click();
		await expect(drawer).toHaveCount(0);
		await expect(main(office)).toContainText('950,00 €');
		await examine(office);
		await examineWidths(office);
		await office.setViewportSize(LANDSCAPE);
	});

	await test.step('before the server has confirmed it, it is no money', async () => {
		await office.getByRole('link', { name: 'Tutti i buoni' }).click();
		await openFirst(office);
		await expect(main(office).getByText(/deve ancora confermare che il fondo basta/)).toBeVisible();
		await expect(button(office, 'Usa il buono')).toHaveCount(0);
	});

	await test.step('the server is back: the desk has it, on the person’s page too', async () => {
		await server.restart();
		await office.reload();
		await expect(syncChip(office)).toHaveAccessibleName(/^Tutto inviato/);
		await expect(button(office, 'Usa il buono')).toBeVisible();
		await desk.reload();
		await goTo(desk, 'Buoni');
		await openFirst(desk);
		await expect(button(desk, 'Usa il buono')).toBeVisible();
		await desk.getByRole('link', { name: 'Anna Esempio' }).click();
		await expect(desk.getByRole('heading', { name: 'Buoni' })).toBeVisible();
		await examine(desk);
		expect(sums(server)).toEqual({ lines: 5000, balance: 5000 });
	});
});

async function openFirst(page: Page) {
	await main(page)
		.getByRole('link', { name: /Anna Esempio/ })
		.click();
}
