import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import { registerRequest, signIn, syncChip } from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { readServerRecords } from './support/server-records.ts';
import { firstPage, LANDSCAPE, type Tablets } from './support/tablets.ts';

const PUSH = '/api/sync/push';

/** Marta is given to another desk, as an administrator does, while her tablet knows nothing of it. */
function moveMarta(dataDir: string, accessPointId: string) {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'));
	try {
		sqlite
			.prepare(
				`update user_access_points set access_point_id = ?
				 where user_id = (select id from users where username = 'marta')`
			)
			.run(accessPointId);
	} finally {
		sqlite.close();
	}
}

async function addNote(page: Page, text: string) {
	await page.getByLabel('Aggiungi una nota').fill(text);
	await page.getByRole('button', { name: 'Salva la nota' }).click();
	await expect(page.getByRole('main').getByText(text)).toBeVisible();
}

/** A request of a new person, two notes, another need and a step: six records, five of them on the first. */
async function writeSixOffline(page: Page) {
	await registerRequest(page, { name: 'Anna Esempio', need: 'Spesa e pasti' });
	await addNote(page, 'La prima nota');
	await page.getByRole('button', { name: 'Modifica' }).first().click();
	await page.getByRole('button', { name: 'Compagnia', exact: true }).click();
	await page.getByRole('button', { name: 'Salva le modifiche' }).click();
	await page.getByLabel('Cambia lo stato').selectOption('in-progress');
	await page.getByRole('button', { name: 'Salva il nuovo stato' }).click();
	await addNote(page, 'La seconda nota');
}

test(
	'a refused person with five records standing on them is corrected once, and all six arrive in order',
	{ tag: '@faults' },
	async ({ server, tablets, guard }) => {
		guard.expectServerGone();
		// Until the tablet knows of the new desk it asks for what is no longer its own.
		guard.expectStatus(403, '/api/sync/pull');
		const tablet = await tablets.open('marta');
		const page = await firstPage(tablet);
		await signIn(page, 'marta');
		await server.kill9();
		await writeSixOffline(page);
		moveMarta(server.dataDir, 'zaist');
		await server.restart();

		await page.goto('/oggi');
		await expect(syncChip(page)).toHaveAccessibleName(/^1 da sistemare/);
		await syncChip(page).click();
		const drawer = page.getByRole('dialog');
		await expect(drawer.getByText('Aspettano questa, e partono in ordine')).toBeVisible();
		const waiting = drawer.getByRole('listitem').filter({ hasText: 'Anna Esempio' });
		await expect(waiting.first()).toBeVisible();
		expect(readServerRecords(server.dataDir).requests).toEqual([]);
		await examine(page);

		await drawer.getByRole('button', { name: 'Metti da parte' }).click();
		await expect(drawer.getByText('Messe da parte in 6')).toBeVisible();
		await drawer.getByRole('button', { name: 'Annulla' }).click();
		await drawer.getByRole('button', { name: 'Correggi e rimanda' }).click();
		await expect(drawer.getByLabel('Presidio')).toHaveValue('zaist');
		await examine(page);
		await examineWidths(page);
		await page.setViewportSize(LANDSCAPE);
		await drawer.getByRole('button', { name: 'Rimanda corretta' }).click();
		await expect.poll(() => readServerRecords(server.dataDir).requests).toHaveLength(1);

		const accepted = () =>
			readServerRecords(server.dataDir)
				.ledger.filter(({ outcome }) => outcome === 'accepted')
				.map(({ name }) => name);
		await expect
			.poll(accepted)
			.toEqual([
				'person.register',
				'request.register',
				'request.note',
				'request.edit',
				'request.move',
				'request.note'
			]);
		await expect(
			drawer.getByText('Niente da inviare. Il server ha confermato tutto.')
		).toBeVisible();
	}
);

test(
	'what a tablet and the manager wrote in one place is settled by a person',
	{ tag: '@faults' },
	async ({ server, tablets, network, guard }) => {
		const { desk, office, path } = await aRequestAtTwo(tablets, network.port);
		await office.goto(path);
		guard.expectStatus(503, PUSH);
		await expect(office.getByRole('heading', { name: 'Anna Esempio' })).toBeVisible();

		network.spoil(PUSH, { kind: 'answer', status: 503, headers: {}, body: '' });
		await editWords(desk, 'Vuole la spesa il lunedì');
		await editWords(office, 'Vuole la spesa il venerdì');
		await expect(syncChip(office)).toHaveAccessibleName(/^Tutto inviato/);
		network.mend();
		await desk.reload();
		await expect(syncChip(desk)).toHaveAccessibleName(/^Tutto inviato/);

		await syncChip(desk).click();
		await desk.getByRole('link', { name: 'Scegli', exact: true }).click();
		await desk.waitForURL('/da-scegliere');
		const choice = desk.getByRole('main');
		await expect(choice.getByText('Vuole la spesa il lunedì')).toBeVisible();
		await expect(choice.getByText('Vuole la spesa il venerdì')).toBeVisible();
		await expect(choice.getByText(/^Marta/)).toBeVisible();
		await expect(choice.getByText(/^Chiara/)).toBeVisible();
		await examine(desk);
		await examineWidths(desk);
		await desk.setViewportSize(LANDSCAPE);
		await choice.getByRole('button', { name: 'Scrivi un’altra cosa' }).click();
		await choice.getByLabel('Con le sue parole').fill('Spesa il lunedì e il venerdì');
		await choice.getByRole('button', { name: 'Vale quello che ho scritto' }).click();
		await expect(desk.getByText('Niente da scegliere')).toBeVisible();
		await expect(syncChip(desk)).toHaveAccessibleName(/^Tutto inviato/);
		await office.reload();
		await expect(office.getByText('Spesa il lunedì e il venerdì')).toBeVisible();
		expect(readServerRecords(server.dataDir).requests).toHaveLength(1);
	}
);

test('what a colleague saves while a form is open is not overwritten without a word', async ({
	tablets
}) => {
	const { desk, office, path } = await aRequestAtTwo(tablets);
	await office.goto(path);
	await expect(office.getByRole('heading', { name: 'Anna Esempio' })).toBeVisible();

	await beginWords(desk, 'Vuole la spesa il lunedì');
	await editWords(office, 'Vuole la spesa il venerdì');
	await expect(syncChip(office)).toHaveAccessibleName(/^Tutto inviato/);
	await syncChip(desk).click();
	const received = desk.waitForResponse(/\/api\/sync\/pull/);
	await desk.getByRole('button', { name: 'Prova a inviare adesso' }).click();
	await received;
	await desk.keyboard.press('Escape');
	await saveWords(desk, 'Vuole la spesa il lunedì');

	await desk.goto('/da-scegliere');
	await desk.waitForURL('/da-scegliere');
	await expect(desk.getByRole('main').getByText('Vuole la spesa il lunedì')).toBeVisible();
	await expect(desk.getByRole('main').getByText('Vuole la spesa il venerdì')).toBeVisible();
});

test(
	'of an orientation that was begun and is resumed, it is said that a colleague has saved another',
	{ tag: '@faults' },
	async ({ tablets }) => {
		const { desk, office, path } = await aRequestAtTwo(tablets);
		await beginHome(desk, path, 'in affitto');
		await desk.getByRole('link', { name: 'Torna alla richiesta' }).click();
		await expect(desk.getByText(/^Le risposte restano qui/)).toBeVisible();
		await beginHome(office, path, 'casa popolare');
		await office.getByRole('button', { name: 'Salva nella richiesta' }).click();
		await office.waitForURL(path);
		await expect(syncChip(office)).toHaveAccessibleName(/^Tutto inviato/);
		const received = desk.waitForResponse(/\/api\/sync\/pull/);
		await desk.reload();
		await received;
		await expect(desk.getByRole('main').getByText('casa popolare').first()).toBeAttached();
		await desk.goto(`${path}/orientamento`);
		await expect(
			desk.getByText('Nel frattempo l’orientamento di questa richiesta è cambiato.')
		).toBeVisible();
		await desk.getByRole('button', { name: 'Salva nella richiesta' }).click();
		await desk.waitForURL(path);
		await expect(syncChip(desk)).toHaveAccessibleName(/da scegliere|Tutto inviato/i);
		await desk.goto('/da-scegliere');
		await expect(
			desk
				.getByRole('main')
				.getByText(/^Chiara/)
				.first()
		).toBeVisible();
	}
);

/** A request that Marta has registered and sent, and the manager at another computer. */
async function aRequestAtTwo(tablets: Tablets, throughPort?: number) {
	const desk = await firstPage(await tablets.open('marta', { throughPort }));
	await signIn(desk, 'marta');
	const { path } = await registerRequest(desk, { name: 'Anna Esempio', need: 'Spesa e pasti' });
	await expect(syncChip(desk)).toHaveAccessibleName(/^Tutto inviato/);
	const office = await firstPage(await tablets.open('chiara'));
	await signIn(office, 'chiara');
	return { desk, office, path };
}

async function beginHome(page: Page, path: string, home: string) {
	await page.goto(`${path}/orientamento`);
	const question = page.locator('#orientation-question');
	/** More than there are. */
	const QUESTIONS = 60;
	for (let answered = 0; answered < QUESTIONS; answered += 1) {
		const asked = (await question.textContent()) ?? '';
		if (asked === 'In che casa abita?') break;
		await page.getByRole('button', { name: 'Non so', exact: true }).click();
		await expect(question).not.toHaveText(asked);
	}
	await page.getByRole('button', { name: home, exact: true }).click();
	await expect(page.getByRole('region', { name: 'Cosa sappiamo' })).toContainText(home);
}

async function beginWords(page: Page, words: string) {
	await page.getByRole('button', { name: 'Modifica' }).first().click();
	await page.getByLabel('Con le sue parole').fill(words);
}

async function saveWords(page: Page, words: string) {
	await page.getByRole('button', { name: 'Salva le modifiche' }).click();
	await expect(page.getByRole('main').getByText(words)).toBeVisible();
}

async function editWords(page: Page, words: string) {
	await beginWords(page, words);
	await saveWords(page, words);
}
