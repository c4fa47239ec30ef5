/**
 * A new version of the app is deployed, and another one, while a tab of the old one is open and holds what was not sent.
 *
 * Seen to fail without the defence, one taken out at a time, in `src/service-worker.ts`:
 * - a worker that takes over by itself: nothing waits for consent;
 * - the parts of the version before not kept: a tab whose neighbour has changed is loaded anew without being asked;
 * - the first tab of all not claimed: with no network its next page does not open.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { builtDeployment, laterDeployment, loadedParts } from './support/deployments.ts';
import { goTo, registerRequest, signIn, syncChip } from './support/desk.ts';
import { expect, test as base } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage } from './support/tablets.ts';

type Later = ReturnType<typeof laterDeployment>;

const test = base.extend<object, { later: [second: Later, third: Later] }>({
	later: [
		// Playwright reads the names of fixtures off the pattern.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const [second, third] = [laterDeployment(1), laterDeployment(2)];
			await use([second, third]);
			for (const each of [second, third]) each.dispose();
		},
		{ scope: 'worker' }
	]
});

// One worker: each would make the later versions anew.
test.describe.configure({ mode: 'default' });

const first = builtDeployment();
const NEW_VERSION = 'C’è una versione nuova.';

/** By its own scripts: every later version has others. */
async function expectVersion(page: Page, { parts }: { parts: readonly string[] }) {
	const loaded = await loadedParts(page);
	expect(loaded.length).toBeGreaterThan(0);
	expect(loaded.filter((part) => !parts.includes(part))).toEqual([]);
}

/** Opens a place whose page this tab has not loaded yet. */
async function goWhereItWasNot(page: Page, place: string, path: string) {
	const before = await loadedParts(page);
	await goTo(page, place);
	await page.waitForURL((url) => url.pathname === path);
	await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
	const loaded = await loadedParts(page);
	expect(loaded.filter((part) => !before.includes(part)).length).toBeGreaterThan(0);
}

/** What a browser notices by itself: that the network is gone, and back. */
const hasNetwork = (tablet: BrowserContext, has: boolean) => tablet.setOffline(!has);

test('two versions are deployed while a tab stays open: it goes on, changes when it is told to, and all is sent once', async ({
	server,
	tablets,
	network,
	guard,
	later: [second, third]
}) => {
	guard.expectServerGone();
	guard.expectNoNetwork();
	const tablet = await tablets.open('marta', { throughPort: network.port });
	const page = await firstPage(tablet);
	const codes: string[] = [];
	const register = async (need: string) => codes.push((await registerRequest(page, { need })).code);
	const sent = () =>
		readServerRecords(server.dataDir)
			.requests.map(({ code }) => code)
			.sort();
	const deploy = async ({ root }: Later) => {
		await server.stop();
		server.deploy(root);
		await server.restart();
	};
	const goOffline = async () => {
		await network.unplug();
		await hasNetwork(tablet, false);
	};
	const goOnline = async () => {
		await network.plug();
		await hasNetwork(tablet, true);
	};
	const offer = page.getByRole('status').filter({ hasText: NEW_VERSION });
	const accept = offer.getByRole('button', { name: 'Cambia ora' });

	await test.step('the first is deployed while the tab has no network', async () => {
		await signIn(page, 'marta');
		await goOffline();
		await register('Spesa e pasti');
		await deploy(second);
		await goWhereItWasNot(page, 'Richieste', '/richieste');
		await expect(syncChip(page)).toHaveAccessibleName(/^1 da inviare/);
		await expectVersion(page, first);
	});

	await test.step('with the network it sends, and the new version is offered and not forced', async () => {
		await goOnline();
		await expect(offer).toBeVisible();
		await expect.poll(sent).toEqual([...codes].sort());
		await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
		await goWhereItWasNot(page, 'Persone', '/persone');
		await expectVersion(page, first);
	});

	await test.step('the next is deployed before the tab has taken the first', async () => {
		await goOffline();
		await register('Compagnia');
		await deploy(third);
		await goOnline();
		await expect.poll(sent).toEqual([...codes].sort());
		await goWhereItWasNot(page, 'Aiuti', '/aiuti');
		await expect(offer).toBeVisible();
		await expectVersion(page, first);
	});

	await test.step('it is not taken while something is being written', async () => {
		await goTo(page, 'Oggi');
		await page
			.getByRole('main')
			.getByRole('link', { name: /Nuova richiesta/ })
			.first()
			.click();
		await page.getByLabel('Con le sue parole').fill('Sta scrivendo');
		await expect(offer).toContainText('Prima salva quello che stai scrivendo');
		await expect(accept).toHaveCount(0);
		await page.getByLabel('Con le sue parole').fill('');
		await page.getByRole('link', { name: 'Torna a Oggi' }).click();
	});

	await test.step('on consent the newest runs, without a network, and what was not sent is there', async () => {
		const worker = () =>
			page.evaluate(async () => {
				const registration = await navigator.serviceWorker.getRegistration();
				return [registration?.waiting?.state, registration?.installing?.state];
			});
		// The newest has come whole.
		await expect.poll(worker).toEqual(['installed', undefined]);
		await goOffline();
		await register('Trasporto');
		const reloaded = page.waitForEvent('load');
		await accept.click();
		await reloaded;
		await expect(syncChip(page)).toHaveAccessibleName(/^1 da inviare/);
		await expect(offer).toHaveCount(0);
		await goWhereItWasNot(page, 'Guida', '/guida');
		await expectVersion(page, third);
	});

	await test.step('everything is sent once', async () => {
		await goOnline();
		await expect.poll(sent).toEqual([...codes].sort());
		await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
		await register('Aiuto in casa');
		await expect.poll(sent).toEqual([...codes].sort());
		const { ledger, missing } = readServerRecords(server.dataDir);
		expect(ledger.map(({ seq, outcome }) => [seq, outcome])).toEqual(
			codes.map((_, index) => [index + 1, 'accepted'])
		);
		expect(missing).toEqual([]);
		await expect(offer).toHaveCount(0);
	});
});

test(
	'a tab that has not consented goes on when another one has, with a network and without',
	{ tag: '@faults' },
	async ({ server, tablets, network, guard, later: [second] }) => {
		guard.expectServerGone();
		guard.expectNoNetwork();
		const tablet = await tablets.open('marta', { throughPort: network.port });
		const page = await firstPage(tablet);
		await signIn(page, 'marta');
		await server.stop();
		server.deploy(second.root);
		await server.restart();
		let goOn = () => {};
		const until = new Promise<void>((resolve) => (goOn = resolve));
		network.spoil(second.parts[0]!, { kind: 'hold', until });
		// As when the network is back; to take it away first might cut off what the browser fetches of itself.
		await page.evaluate(() => void dispatchEvent(new Event('online')));
		const installing = () =>
			page.evaluate(async () => {
				const registration = await navigator.serviceWorker.getRegistration();
				return registration?.installing?.state;
			});
		await expect.poll(installing).toBe('installing');
		// This one has not seen it begin.
		const other = await tablet.newPage();
		await other.goto('/oggi');
		await expect(syncChip(other)).toHaveAccessibleName(/^Tutto inviato/);
		expect(await installing()).toBe('installing');
		goOn();
		const accept = other.getByRole('button', { name: 'Cambia ora' });
		await expect(accept).toBeVisible();
		const { code } = await registerRequest(page, { need: 'Spesa e pasti' });
		const reloaded = other.waitForEvent('load');
		await accept.click();
		await reloaded;
		await expect(other.getByRole('main').getByRole('heading').first()).toBeVisible();
		await expectVersion(other, second);

		await expect(page.getByText(NEW_VERSION)).toBeVisible();
		await expectVersion(page, first);
		// What the browser has kept of its own accord may be gone at any time.
		const session = await tablet.newCDPSession(page);
		await session.send('Network.clearBrowserCache');
		await goWhereItWasNot(page, 'Persone', '/persone');
		await expectVersion(page, first);

		await network.unplug();
		await session.send('Network.clearBrowserCache');
		await goWhereItWasNot(page, 'Aiuti', '/aiuti');
		await expectVersion(page, first);
		await network.plug();
		await expect
			.poll(() => readServerRecords(server.dataDir).requests.map((r) => r.code))
			.toEqual([code]);
	}
);

test(
	'the tab in which the app is opened for the first time opens every page without a network',
	{ tag: '@faults' },
	async ({ tablets, network, guard }) => {
		guard.expectServerGone();
		const tablet = await tablets.open('marta', { isNew: true, throughPort: network.port });
		const page = await firstPage(tablet);
		await signIn(page, 'marta');
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await network.unplug();
		const session = await tablet.newCDPSession(page);
		await session.send('Network.clearBrowserCache');
		await goWhereItWasNot(page, 'Persone', '/persone');
	}
);
