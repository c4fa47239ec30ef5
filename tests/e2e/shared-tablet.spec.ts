/**
 * One tablet, many hands, until it is taken out of service. Seen to fail without the defence, one taken out at a time:
 * - a person's token sends, as on a computer, and not the tablet's own: nothing arrives that nobody can unlock the tablet for;
 * - a session sealed to no vault: Sara does not see the request that Marta has registered;
 * - `worksAt` made to say yes: Davide, of another desk, is let in;
 * - the end of a grant not looked at: Marta unlocks after thirty days without the server;
 * - the end of a grant looked at by the tablet's own clock, ten days ahead: nobody is let in, by phrase or, that left right, by PIN;
 * - what `open` notes of the time left out: with the clock put back her access has not ended any more;
 * - the days left said in the last three alone, and on the Guide not: five more days are on neither;
 * - `device-revoked` left out of what the server doubts: nothing of the late record is in quarantine;
 * - without `unsent === 0` before `wipe`: the tablet clears itself with two records unsent, and is never said to be revoked;
 * - with `rows` not cleared when it hears that it is revoked: eight rows are still there;
 * - with an idle watch that never locks: no lock screen in the middle of the interview;
 * - the lock not waiting for `writesSettled`: the page goes in the middle of a save, and nothing of it arrives;
 * - five minutes in `IdleLock` whatever the server says: after a minute and a half nothing is said;
 * - `onRefused` that does not lock: whoever was disabled stays at it;
 * - persistence not asked for when a tablet is activated: it says that the browser does not say;
 * - drafts in clear: what was written in the interview is on the disk of the locked tablet;
 * - drafts not kept: there is none when Marta is back.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import {
	addColleague,
	readyForOffline,
	registerOffer,
	signIn,
	syncChip,
	wordsOfSent,
	requestRow,
	toNewRequest,
	registerFor
} from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { keptOnTablet, secondCopyOn } from './support/kept.ts';
import { readServerRecords } from './support/server-records.ts';
import { SAMPLE_PASSPHRASE } from './support/server.ts';
import {
	enrol,
	enrolmentCode,
	lock,
	lockScreen,
	signInOnTablet,
	tryPhrase,
	unlock,
	openActivated
} from './support/shared-tablet.ts';
import { firstPage, LANDSCAPE } from './support/tablets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the server took, by whose hand, from which tablet, and when it says that it was written. */
function takenFrom(
	dataDir: string
): { name: string; username: string; device: string; occurredAt: number }[] {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		return sqlite
			.prepare(
				`select ledger.name, users.username, devices.name as device, occurred_at as occurredAt
				from ledger
				join users on users.id = ledger.actor
				join stores on stores.store_id = ledger.store_id
				join devices on devices.id = stores.device_id
				where ledger.outcome = 'accepted' order by ledger.seq`
			)
			.all() as ReturnType<typeof takenFrom>;
	} finally {
		sqlite.close();
	}
}

/** How much lies in each table of this browser's databases; those of the whole device and of its records. */
function stored(page: Page): Promise<Record<string, number>> {
	return page.evaluate(async () => {
		const finished = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not read'));
			});
		const counts: Record<string, number> = {};
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await finished(indexedDB.open(name));
			const tables = [...database.objectStoreNames];
			if (tables.includes('outbox') || tables.includes('slots')) {
				for (const table of tables) {
					const count = await finished(database.transaction(table).objectStore(table).count());
					counts[table] = (counts[table] ?? 0) + count;
				}
			}
			database.close();
		}
		return counts;
	});
}

/** The way of a push to a busy server, which it reckons to the tablet's clock. */
const SLACK_MS = 3000;

test('two operators and a volunteer share a tablet with the server dead, and what each wrote arrives in their name', async ({
	server,
	tablets,
	guard,
	admin
}) => {
	guard.expectServerGone();
	await addColleague(server.dataDir);
	const code = await enrolmentCode(admin);

	let context = await tablets.open('tablet');
	let page = await firstPage(context);
	await enrol(page, code);
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
	await signInOnTablet(page, 'marta');
	await readyForOffline(page);
	// A page loaded anew is a locked one.
	await page.goto('/oggi');
	await lockScreen(page);
	for (const username of ['sara', 'piero']) {
		await signInOnTablet(page, username);
		await lock(page);
	}
	// Somebody of another desk has no slot here, nor do they get one.
	guard.expectStatus(403, '/api/device/people');
	await page.getByRole('radio', { name: /Altra persona/ }).click();
	await page.getByLabel('Nome utente').fill('davide');
	await tryPhrase(page);
	await expect(
		page.getByText('Questo tablet è di un altro presidio.', { exact: false })
	).toBeVisible();

	// Nothing to send and nobody there to ask: that all was sent is said of what the server has said, locked too.
	await expect(wordsOfSent(page)).toBeVisible();
	await server.kill9();
	const asked = page.waitForEvent('requestfailed', (request) =>
		request.url().endsWith('/api/sync/push')
	);
	await page.goto('/entra');
	await lockScreen(page);
	await asked;
	await expect(page.getByText('Niente da inviare')).toBeVisible();
	await expect(wordsOfSent(page)).toHaveCount(0);

	/** Between which times each of them saved, by the clock of this machine. */
	const written: { [username: string]: { from: number; to: number } } = {};
	const write = async (username: string, save: () => Promise<unknown>) => {
		const from = Date.now();
		await save();
		written[username] = { from, to: Date.now() };
	};
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	// A new browser has another page.
	const leaving = () => page.getByRole('region', { name: 'al server' });
	await unlock(page, 'Marta R.');
	await write('marta', () => registerFor(page, 'Anna Esempio'));
	await lock(page);
	// Locked at once; then whoever leaves sees what has not arrived, and passes the tablet on.
	await expect(leaving().getByRole('heading')).toHaveText('1 scheda non è arrivata al server');
	await expect(leaving().getByText(/^Marta R\. · oggi \d/)).toBeVisible();
	await expect(leaving().getByText('Esempio')).toHaveCount(0);
	await expect(page.getByLabel('Frase d’accesso di Marta')).toBeVisible();
	const doors = async () => {
		for (const door of [/^Registra senza sbloccare/, /^Cerca un servizio/]) {
			const either = page
				.getByRole('button', { name: door })
				.or(page.getByRole('link', { name: door }));
			await expect(either).toBeInViewport({ ratio: 1 });
		}
	};
	await doors();
	await button('Passa il tablet').click();
	await expect(page.getByText('Tocca il tuo nome e scrivi la tua frase.')).toBeVisible();
	await unlock(page, 'Sara V.');
	// A colleague of the desk reads it, unsent as it is.
	await expect(requestRow(page, 'Anna Esempio')).toBeVisible();
	await write('sara', () => registerFor(page, 'Bruno Esempio'));
	await syncChip(page).click();
	const drawer = () => page.getByRole('dialog', { name: 'Da inviare' });
	await expect(drawer().getByText('Richiesta di Anna Esempio')).toBeVisible();
	await expect(drawer().getByText('Richiesta di Bruno Esempio')).toBeVisible();
	await drawer().getByRole('button', { name: 'Passa il tablet' }).click();
	await lockScreen(page);
	await expect(page.getByText('Tocca il tuo nome e scrivi la tua frase.')).toBeVisible();
	await expect(leaving()).toHaveCount(0);
	await unlock(page, 'Piero G.');
	await write('piero', () =>
		registerOffer(page, { phone: '333 000 0002', skill: 'Compagnia', day: 'giovedì' }, () =>
			page
				.getByRole('main')
				.getByRole('link', { name: /^Offri un/ })
				.click()
		)
	);
	await expect(page.getByText('Esempio')).toHaveCount(0);
	await lock(page);

	// The battery dies, and the tablet is switched on again: what waits is named by whose it is, and sent by whoever is there.
	await context.close();
	context = await tablets.open('tablet');
	page = await firstPage(context);
	await page.goto('/entra');
	await lockScreen(page);
	await expect(page.getByText('3 da inviare')).toBeVisible();
	await button('Invia o salva').click();
	await expect(leaving().getByRole('listitem')).toHaveText([
		/^Marta R\./,
		/^Sara V\./,
		/^Piero G\./
	]);
	await button('Prova a inviare adesso').click();
	await expect(leaving().getByText('il server non risponde')).toBeVisible();
	await doors();
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(LANDSCAPE);
	await unlock(page, 'Piero G.');
	await syncChip(page).click();
	await expect(drawer().getByText('2 sigillate')).toBeVisible();
	await expect(drawer().getByText('Esempio')).toHaveCount(0);
	expect(readServerRecords(server.dataDir).requests).toEqual([]);
	// Sent clearly later than it was written, however quick this machine is.
	const writtenBy = Math.max(...Object.values(written).map(({ to }) => to)) + SLACK_MS;
	await page.waitForTimeout(Math.max(0, writtenBy + 1 - Date.now()));
	const restartedAt = Date.now();
	await server.restart();
	await button('Prova a inviare adesso').click();
	await expect(
		drawer().getByText('Niente da inviare. Il server ha confermato tutto.')
	).toBeVisible();
	await page.keyboard.press('Escape');
	const taken = takenFrom(server.dataDir);
	expect(taken.map(({ name, username, device }) => `${username} ${name} ${device}`)).toEqual([
		'marta person.register Banco 1',
		'marta request.register Banco 1',
		'sara person.register Banco 1',
		'sara request.register Banco 1',
		'piero offer.register Banco 1'
	]);
	// Of when it was written, and not of when it was sent: to the second, for the two clocks are not read at one moment.
	for (const { username, name, occurredAt } of taken) {
		const { from, to } = written[username]!;
		expect(occurredAt, `${username} ${name}`).toBeGreaterThan(from - SLACK_MS);
		expect(occurredAt, `${username} ${name}`).toBeLessThan(to + SLACK_MS);
		expect(to + SLACK_MS).toBeLessThan(restartedAt);
	}
	await lock(page);
	await expect(wordsOfSent(page)).toBeVisible();
	await unlock(page, 'Marta R.');
	await expect(requestRow(page, 'Bruno Esempio')).toBeVisible();
	await expect.poll(async () => (await stored(page)).rows).toBeGreaterThan(0);

	// A record that the tablet still holds when it is revoked, and is to clear itself; its sending fails at first.
	await server.kill9();
	let late = { code: '' };
	await write('late', async () => (late = await registerFor(page, 'Carla Esempio')));
	await context.close();
	await server.restart();
	const device = async () => {
		const { devices } = (await (await admin.get('/api/admin/devices')).json()) as {
			devices: { id: string; unsent: number; wipedAt: number | null }[];
		};
		return devices[0]!;
	};
	const { id: deviceId } = await device();
	for (const end of ['revoke', 'wipe']) {
		expect((await admin.post(`/api/admin/devices/${deviceId}/${end}`)).status()).toBe(200);
	}
	guard.expectStatus(503, '/api/sync/push');
	page = await firstPage(await tablets.open('tablet'));
	await page.clock.install();
	await page.route('**/api/sync/push', (route) => route.fulfill({ status: 503, body: '' }));
	await page.goto('/entra');
	await lockScreen(page);
	await expect(page.getByText('C’è rete, il server non risponde', { exact: false })).toBeVisible();
	await page.clock.fastForward('01:05');
	await expect(page.getByText('Questo tablet non è più in uso')).toBeVisible();
	// Nobody reads here any more, and what was not sent stays.
	await expect
		.poll(() => stored(page))
		.toMatchObject({ slots: 0, rows: 0, scopes: 0, drafts: 0, device: 1 });
	expect((await stored(page)).outbox).toBeGreaterThanOrEqual(2);
	expect(await secondCopyOn(page)).toBe(true);
	expect(await device()).toMatchObject({ unsent: 2, wipedAt: null });
	expect(readServerRecords(server.dataDir).quarantined).toBe(0);

	// First it sends, then it clears itself.
	await page.unroute('**/api/sync/push');
	await page.clock.fastForward('05:00');
	await expect.poll(() => readServerRecords(server.dataDir).quarantined).toBe(2);
	await expect.poll(async () => (await device()).wipedAt).not.toBeNull();
	await page.waitForURL('/attiva?svuotato');
	await expect(page.getByText('Questo tablet è stato svuotato.')).toBeVisible();
	const left = async () => Object.entries(await stored(page)).filter(([, count]) => count > 0);
	await expect.poll(left).toEqual([]);
	await expect.poll(() => secondCopyOn(page)).toBe(false);
	await page.goto('/entra');
	await expect(page.getByLabel('Nome utente')).toBeVisible();
	expect(readServerRecords(server.dataDir).requests).toHaveLength(2);
	expect(readServerRecords(server.dataDir).requests.map(({ code }) => code)).not.toContain(
		late.code
	);

	await test.step('the administrator takes what came late, and the case is in the list', async () => {
		const ada = await firstPage(await tablets.open('ada'));
		await signIn(ada, 'ada');
		await ada.getByRole('navigation').getByRole('link', { name: 'Quarantena' }).click();
		const late = ada.getByRole('button', { name: /È arrivata da un tablet fuori servizio/ });
		await expect(late).toHaveCount(2);
		for (const left of [1, 0]) {
			await late.first().click();
			await expect(ada.getByText('Marta R.').last()).toBeVisible();
			const accept = ada.getByRole('button', { name: 'Rimetti in coda' });
			await accept.click();
			await accept.last().click();
			await expect(ada.getByText('Letta e registrata.')).toBeVisible();
			await expect(late).toHaveCount(left);
		}
		const marta = await firstPage(await tablets.open('marta'));
		await signIn(marta, 'marta');
		await marta.goto('/richieste');
		await expect(requestRow(marta, 'Carla Esempio')).toBeVisible();
	});
	const accepted = takenFrom(server.dataDir).slice(taken.length);
	expect(accepted.map(({ name, username, device }) => `${username} ${name} ${device}`)).toEqual([
		'marta person.register Banco 1',
		'marta request.register Banco 1'
	]);
	// The tablet's clock was put forward after it was written: by as much the server has taken it for wrong.
	const aheadMs = (65 + 5 * 60) * 1000;
	for (const { occurredAt } of accepted) {
		expect(occurredAt + aheadMs).toBeGreaterThan(written.late!.from - 1000);
		expect(occurredAt + aheadMs).toBeLessThan(written.late!.to + 1000);
	}
	expect(readServerRecords(server.dataDir).requests.map(({ code }) => code)).toContain(late.code);
});

test(
	'an unlocked page that the browser has kept is locked when somebody goes back to it',
	{ tag: '@faults' },
	async ({ server, tablets, guard, admin }) => {
		guard.expectServerGone();
		const code = await enrolmentCode(admin);
		const page = await firstPage(await tablets.open('tablet', { isWhole: true }));
		await enrol(page, code);
		await signInOnTablet(page, 'marta');
		await readyForOffline(page);
		await page.goto('/entra');
		await unlock(page, 'Marta R.');
		// The browser's own way back; not every browser keeps the page.
		await server.kill9();
		await page.goto('/guida');
		await lockScreen(page);
		await page.evaluate(() => {
			document.documentElement.dataset.left = 'true';
			history.back();
		});
		await expect(page.locator('html[data-left]')).toHaveCount(0);
		await lockScreen(page);
		// What a browser that does keep it tells the page.
		await unlock(page, 'Marta R.');
		await page.evaluate(() => {
			dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
		});
		await expect(page.getByRole('button', { name: 'Blocca', exact: true })).toBeHidden();
		await page.evaluate(() => {
			dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
		});
		await lockScreen(page);
	}
);

for (const { promise, isGiven, says } of [
	{
		promise: 'is refused, and says what to do',
		isGiven: false,
		says: ['Il browser non promette di tenere i dati.', 'Dal menu del browser scegli']
	},
	{ promise: 'is given', isGiven: true, says: ['Il browser ha promesso di tenere qui i dati'] }
]) {
	test(`a tablet asks, when it is activated, for the promise that its data are kept, which ${promise}`, async ({
		tablets,
		admin
	}) => {
		const code = await enrolmentCode(admin);
		const page = await firstPage(await tablets.open('tablet'));
		await page.addInitScript((willGive) => {
			let isKept = false;
			StorageManager.prototype.persisted = async () => isKept;
			StorageManager.prototype.persist = async () => {
				document.documentElement.dataset.asked = 'true';
				return (isKept = willGive);
			};
		}, isGiven);
		await page.goto('/attiva');
		await page.getByLabel('Codice di attivazione').fill(code);
		await expect(page.locator('html[data-asked]')).toHaveCount(0);
		await page.getByRole('button', { name: 'Attiva il tablet' }).click();
		for (const text of says) await expect(page.getByText(text)).toBeVisible();
		await expect(page.locator('html[data-asked]')).toHaveCount(1);
		await examine(page);
	});
}

/** From the next page on: what is written into the outbox between `hold` and `release` is under way for so long. */
async function withSlowWrites(page: Page) {
	await page.addInitScript(() => {
		const { transaction } = IDBDatabase.prototype;
		IDBDatabase.prototype.transaction = function (...given) {
			const made = transaction.apply(this, given);
			const [tables, mode] = given;
			// A transaction ends when nothing more is asked of it, or when it is told to.
			const askOnce = () => {
				if (document.documentElement.dataset.held === undefined) return;
				made.commit = () => undefined;
				made.objectStore('outbox').count().onsuccess = askOnce;
			};
			if (mode === 'readwrite' && [tables].flat().includes('outbox')) askOnce();
			return made;
		};
	});
	return {
		hold: () => page.evaluate(() => void (document.documentElement.dataset.held = 'true')),
		release: () => page.evaluate(() => void delete document.documentElement.dataset.held)
	};
}

test.describe('a tablet that locks after two minutes', () => {
	test.use({ activated: true, settings: { IDLE_LOCK_MINUTES: '2' } });

	test('waits for what is being saved', async ({ server, tablets }) => {
		const { page } = await openActivated(tablets, { withClock: true });
		const button = (name: string) => page.getByRole('button', { name, exact: true });
		const writes = await withSlowWrites(page);
		await page.goto('/entra');
		await lockScreen(page);
		const heard = page.waitForResponse('**/api/device/contact');
		await page.clock.fastForward('01:05');
		await heard;
		await unlock(page, 'Marta R.');
		await toNewRequest(page);
		await page.getByLabel('Forse la conosciamo già: cerca').fill('Anna Esempio');
		await button('È una persona nuova').click();
		await page.getByRole('textbox', { name: 'Telefono' }).fill('333 000 0001');
		await button('Spesa e pasti').click();
		await page.getByLabel('Con le sue parole').fill('non riesce a uscire');
		await writes.hold();
		await button('Salva la richiesta').click();
		await page.clock.fastForward('01:35');
		await expect(button('Resta aperto')).toBeVisible();
		await page.clock.fastForward('00:30');
		await page.waitForURL('/entra');
		// A page that did not wait would be gone meanwhile.
		await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2000)));
		await writes.release();
		await lockScreen(page);
		await expect(page.getByText(/dopo 2 minuti fermo/)).toBeVisible();
		await expect.poll(() => readServerRecords(server.dataDir).requests).toHaveLength(1);
	});
});

test.describe('a tablet on which people have worked', () => {
	test.use({ activated: true });

	test('keeps, when it locks in the middle of an interview, every field for whoever was writing, and shows nothing', async ({
		tablets
	}) => {
		const { page } = await openActivated(tablets, { withClock: true });
		await unlock(page, 'Marta R.');
		await toNewRequest(page);
		const button = (name: string) => page.getByRole('button', { name, exact: true });
		await page.getByLabel('Forse la conosciamo già: cerca').fill('Anna Esempio');
		await button('È una persona nuova').click();
		const phone = page.getByRole('textbox', { name: 'Telefono' });
		const words = page.getByLabel('Con le sue parole');
		await phone.fill('333 000 0001');
		await button('Spesa e pasti').click();
		await words.fill('Non riesce a salire le sc');

		// It is said before.
		await page.clock.fastForward('04:40');
		await expect(button('Resta aperto')).toBeVisible();
		await examine(page);
		await button('Resta aperto').click();
		await expect(button('Resta aperto')).toBeHidden();
		await page.clock.fastForward('04:40');
		await expect(button('Resta aperto')).toBeVisible();
		await page.clock.fastForward('00:30');
		await lockScreen(page);
		const there = `${await page.content()} ${await keptOnTablet(page)}`;
		expect(['Anna', '333 000', 'salire'].filter((word) => there.includes(word))).toEqual([]);

		// A colleague unlocks: a draft is its author's until it is saved.
		await unlock(page, 'Sara V.');
		await expect(page.getByRole('link', { name: /Nuova richiesta/ }).first()).toBeVisible();
		await expect(page.getByText('Bozza di')).toHaveCount(0);
		await expect(page.getByText('Anna')).toHaveCount(0);
		await lock(page);

		await unlock(page, 'Marta R.');
		await page.getByRole('navigation').getByRole('link', { name: 'Oggi' }).first().click();
		await expect(page.getByText('Bozza di Anna Esempio')).toBeVisible();
		await page.getByRole('link', { name: /Riprendi/ }).click();
		await expect(words).toHaveValue('Non riesce a salire le sc');
		await expect(page.getByRole('main').getByText('Anna Esempio').first()).toBeVisible();
		await button('Modifica: Chi').click();
		await expect(phone).toHaveValue('333 000 0001');
		await expect(button('Spesa e pasti')).toHaveAttribute('aria-pressed', 'true');
	});

	test(
		'opens without the server for as long as the server has said, however wrong its clock is',
		{ tag: '@faults' },
		async ({ server, tablets, guard }) => {
			guard.expectServerGone();
			const { page } = await openActivated(tablets, { withClock: true });
			const startAt = async (at: number) => {
				await page.clock.setSystemTime(at);
				await page.goto('/entra');
				await lockScreen(page);
			};
			const hearServer = async () => {
				const heard = page.waitForResponse('**/api/device/contact');
				await page.clock.fastForward('01:05');
				expect((await heard).status()).toBe(200);
				// Noted too, which takes the page a moment.
				await expect
					.poll(() =>
						page.evaluate(
							() =>
								(
									JSON.parse(localStorage.getItem('sportello.server-clock') ?? '{}') as {
										latest?: number;
									}
								).latest
						)
					)
					.toBeLessThanOrEqual(Date.now() + DAY_MS);
			};
			const marta = page.getByRole('radio', { name: /Marta R\./ });
			const ended = page.getByText('L’accesso qui è scaduto.');
			const left = (days: string) => page.getByText(`Senza rete puoi aprirlo ancora per ${days}.`);

			await startAt(Date.now() + 10 * DAY_MS);
			await hearServer();
			await server.kill9();
			// Two days and a half later, and the tablet says how many are left, locked and unlocked.
			await startAt(Date.now() + 12.5 * DAY_MS);
			await page.getByRole('radio', { name: /Sara V\./ }).click();
			await expect(left('5 giorni')).toBeVisible();
			await examine(page);
			await examineWidths(page);
			await page.setViewportSize(LANDSCAPE);
			await unlock(page, 'Sara V.');
			await page.getByRole('navigation').getByRole('link', { name: 'Guida' }).first().click();
			await expect(left('5 giorni')).toBeVisible();
			// Her PIN opens it for as long.
			const button = (name: string) => page.getByRole('button', { name, exact: true });
			await button('Scegli un PIN').click();
			await page.getByLabel('La tua frase d’accesso').fill(SAMPLE_PASSPHRASE);
			await page.getByLabel('Sei cifre').fill('730295');
			await button('Usa questo PIN').click();
			await expect(page.getByText(/puoi riaprire il tablet con il tuo PIN/)).toBeVisible();
			await lock(page);
			await page.getByLabel('PIN di Sara').fill('730295');
			await button('Apri').click();
			await expect(button('Blocca')).toBeVisible();
			await lock(page);

			await server.restart();
			const behind = Date.now() - 300 * DAY_MS;
			await startAt(behind);
			await hearServer();
			await server.kill9();
			await startAt(behind + 6.5 * DAY_MS);
			await marta.click();
			await expect(left('1 giorno')).toBeVisible();
			await unlock(page, 'Marta R.');
			await registerFor(page, 'Anna Esempio');
			await lock(page);
			await startAt(behind + 8 * DAY_MS);
			await marta.click();
			await expect(ended).toBeVisible();
			await tryPhrase(page);
			await expect(
				page.getByRole('alert').getByText('per aprirlo serve la rete, una volta')
			).toBeVisible();
			// Nor does it open again when the clock is put back.
			await startAt(behind);
			await marta.click();
			await expect(ended).toBeVisible();
		}
	);

	test('goes on when the server has ended the session of whoever is at it, and locks when it takes them no longer', async ({
		server,
		tablets,
		guard,
		admin
	}) => {
		const { page } = await openActivated(tablets, { withClock: true });
		guard.expectStatus(503, '/api/device/contact');
		guard.expectStatus(401, '/api/sync/pull');
		guard.expectStatus(403, '/api/device/unlock');
		// Only receiving tells it.
		await page.route('**/api/device/contact', (route) => route.fulfill({ status: 503, body: '' }));
		const answered = (path: string, status: number) =>
			page.waitForResponse(
				(response) => response.url().endsWith(path) && response.status() === status
			);
		/** @param answers what comes of the next contact */
		const next = async (...answers: Promise<unknown>[]) => {
			await page.clock.fastForward('00:40');
			await Promise.all(answers);
		};
		const received = answered('/api/sync/pull', 200);
		await unlock(page, 'Marta R.');
		await received;

		const sqlite = new Database(join(server.dataDir, 'sportello.sqlite'));
		const ofMarta = sqlite.prepare(
			`delete from sessions where user_id = (select id from users where username = 'marta')`
		);
		expect(ofMarta.run().changes).toBeGreaterThan(0);
		sqlite.close();
		await next(answered('/api/sync/pull', 401));
		await next(answered('/api/device/unlock', 200), answered('/api/sync/pull', 200));
		await expect(page.getByRole('button', { name: 'Blocca', exact: true })).toBeVisible();

		const { people } = (await (await admin.get('/api/admin/people')).json()) as {
			people: { id: string; username: string }[];
		};
		const { id } = people.find(({ username }) => username === 'marta')!;
		expect((await admin.post(`/api/admin/people/${id}/disable`)).status()).toBe(200);
		await next(answered('/api/sync/pull', 401));
		await next(answered('/api/device/unlock', 403));
		await lockScreen(page);
	});

	test('stays open for whoever changes its language', async ({ tablets }) => {
		const { page } = await openActivated(tablets);
		await unlock(page, 'Marta R.');
		await page.getByRole('link', { name: 'Guida' }).click();
		await page.getByRole('button', { name: 'English' }).click();
		await expect(page.getByRole('heading', { name: 'Language' })).toBeVisible();
		await expect(page.getByRole('button', { name: 'Lock', exact: true })).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		await page.getByRole('button', { name: 'Italiano' }).click();
		await lock(page);
	});

	test('is locked in every tab by whoever locks it in one', async ({ tablets }) => {
		const { page, context } = await openActivated(tablets);
		const other = await context.newPage();
		for (const tab of [page, other]) {
			await tab.goto('/entra');
			await lockScreen(tab);
			await unlock(tab, 'Marta R.');
		}
		await lock(page);
		await lockScreen(other);
		await expect(other.getByRole('button', { name: 'Blocca', exact: true })).toHaveCount(0);
	});

	test(
		'speaks English to whoever asks for it before they unlock',
		{ tag: '@faults' },
		async ({ tablets }) => {
			const { page } = await openActivated(tablets);
			await page.getByRole('button', { name: 'English' }).click();
			await expect(page.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
			await examine(page);
			await examineWidths(page);
			await page.setViewportSize(LANDSCAPE);
			await page.getByRole('radio', { name: /Marta R\./ }).click();
			await page.getByLabel('Passphrase of Marta').fill(SAMPLE_PASSPHRASE);
			await page.getByRole('button', { name: 'Open', exact: true }).click();
			await page.getByRole('button', { name: 'Lock', exact: true }).click();
			await page.getByRole('button', { name: 'Italiano' }).click();
			await lockScreen(page);
		}
	);
});
