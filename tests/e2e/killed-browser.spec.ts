/**
 * The browser of a tablet is killed while people save, with the network there or not: what it said was saved is on the
 * tablet when it is opened again, or on the server, and in the end on the server once.
 *
 * `npm run faults -- browser` kills it 50 times, `npm test` 2 times. A kill leaves to the system what was written and not
 * flushed: that the disk has it is not shown here.
 *
 * Seen to fail with "Salvata" said 400 ms before it is written: the request is not there, in the first round.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { goTo, registerRequest, requestRow, syncChip, toNewRequest } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { browserKiller } from './support/kill-browser.ts';
import { killRounds } from './support/kill-rounds.ts';
import { readServerRecords } from './support/server-records.ts';
import { lockScreen, unlock } from './support/shared-tablet.ts';
import { firstPage } from './support/tablets.ts';

const { rounds: ROUNDS, random, title, progress } = killRounds(1);
const ROUND_LIMIT_MS = 60_000;
const START_LIMIT_MS = 120_000;
/** Before the one that is being saved when it is killed. */
const MOST_SAVED = 2;
/** Of how long a save took last, on this machine as busy as it is: the latest moment after the tap. */
const LATEST_KILL = 1.2;

test.use({ activated: true });

/** Everything but the last tap. */
async function fillIn(page: Page, name: string) {
	await toNewRequest(page);
	await page.getByLabel('Forse la conosciamo già: cerca').fill(name);
	await page.getByRole('button', { name: 'È una persona nuova', exact: true }).click();
	await page.getByRole('button', { name: 'Spesa e pasti', exact: true }).click();
}

interface Round {
	names: string[];
	/** Those of which the tablet has said that they were saved. */
	said: string[];
}

/** Names of this round that the tablet shows: those that were said, and perhaps the last. */
async function shownOn(page: Page, round: number, { names, said }: Round): Promise<string[]> {
	await goTo(page, 'Richieste');
	// The list is long after some rounds, and shows its beginning.
	await page.getByLabel('Cerca per nome, codice o parole').fill(`Persona ${round}`);
	// There for an empty list too, once the tablet has read what it has.
	await expect(page.getByRole('heading', { name: /\brichiest[ae]$/ }).first()).toBeVisible();
	for (const name of said) await expect(requestRow(page, name)).toBeVisible();
	const counts = await Promise.all(names.map((name) => requestRow(page, name).count()));
	expect(Math.max(...counts, 0)).toBeLessThanOrEqual(1);
	return names.filter((_, index) => counts[index] === 1);
}

test('a tablet whose browser was killed has all that it said was saved, and sends it once', async ({
	server,
	tablets,
	network,
	guard
}) => {
	test.setTimeout(START_LIMIT_MS + ROUNDS * ROUND_LIMIT_MS);
	guard.expectServerGone();
	console.log(`The browser: ${title}.`);
	const onServer = () => readServerRecords(server.dataDir).requests.map((each) => each.personName);
	/** The tablet has said of it that it was saved. */
	const said: string[] = [];
	/** It was killed before it said so, and has it. */
	const unsaid: string[] = [];
	let last: Round = { names: [], said: [] };

	/** @param round that it was killed in */
	async function reopen(round: number) {
		const context = await tablets.open('tablet', { isActivated: true, throughPort: network.port });
		const page = await firstPage(context);
		await page.goto('/entra');
		await lockScreen(page);
		await unlock(page, 'Marta R.');
		const shown = await shownOn(page, round, last);
		unsaid.push(...shown.filter((name) => !last.said.includes(name)));
		if (/Tutto inviato/.test(await syncChip(page).innerText())) {
			expect(onServer()).toEqual(expect.arrayContaining([...said, ...unsaid]));
		}
		return { context, page };
	}

	let isPlugged = true;
	let saveMs = 0;
	for (let round = 1; round <= ROUNDS; round += 1) {
		const { context, page } = await reopen(round - 1);
		const willBePlugged = random.chance(0.5);
		if (willBePlugged !== isPlugged) await (willBePlugged ? network.plug() : network.unplug());
		isPlugged = willBePlugged;

		const names = Array.from(
			{ length: random.int(MOST_SAVED + 1) + 1 },
			(_, index) => `Persona ${round}-${index + 1} Esempio`
		);
		last = { names, said: [] };
		const inFlight = names.at(-1)!;
		const codes: string[] = [];
		for (const name of names.slice(0, -1)) {
			codes.push((await registerRequest(page, { name, need: 'Spesa e pasti' })).code);
			last.said.push(name);
		}
		await fillIn(page, inFlight);
		const kill = await browserKiller(context);
		const killAfterMs = random.next() * LATEST_KILL * saveMs;
		let isKilled = false;
		// What is said of the ones before may still be there.
		const others = codes.map((code) => `(?!${code})`).join('');
		const saved = page.getByText(new RegExp(`^Salvata sul tablet\\. Codice ${others}`));
		const tappedAt = performance.now();
		const saying = saved.waitFor().then(
			() => {
				if (isKilled) return;
				last.said.push(inFlight);
				saveMs = performance.now() - tappedAt;
			},
			() => undefined
		);
		const tapped = page.getByRole('button', { name: 'Salva la richiesta' }).click();
		tapped.catch(() => undefined);
		// Every other time as soon as it has said so.
		await (round % 2 === 0 ? delay(killAfterMs) : saying);
		isKilled = true;
		await kill();
		await Promise.all([saying, tapped.catch(() => undefined)]);
		said.push(...last.said);
		progress(round);
	}

	if (!isPlugged) await network.plug();
	const { page } = await reopen(ROUNDS);
	await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato/);
	const { people, ledger, missing, quarantined, held } = readServerRecords(server.dataDir);
	const all = [...said, ...unsaid];
	expect(onServer().sort()).toEqual(all.toSorted());
	expect(people).toBe(all.length);
	expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, index) => index + 1));
	expect(ledger.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
	expect({ missing, quarantined, held }).toEqual({ missing: [], quarantined: 0, held: 0 });
	console.log(
		`The browser: ${title}. ${said.length} requests said to be saved, all there once; ` +
			`of ${ROUNDS} in flight ${unsaid.length} were there whole before it was said.`
	);
});
