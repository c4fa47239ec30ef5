/** Orientation inside a request with the server dead, from the first question to what the server holds in the end. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import { syncChip, toNewRequest } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { lock, openActivated, unlock } from './support/shared-tablet.ts';

test.use({ activated: true });

const CARE = 'Servizio di assistenza domiciliare (SAD)';
const BILLS = 'Bonus sociale bollette';

interface Kept {
	plan: { ruleId: string; verdict: string; serviceId?: string }[];
	orientation: {
		rules: { version: number; hash: string };
		day: string;
		answers: Record<string, unknown>;
		results: { ruleId: string; verdict: string; reasons: { missing: string[] }[] }[];
	};
	services: { id: string }[];
}

/** What the server holds of the one request there is. */
function keptBy(dataDir: string): Kept | undefined {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	try {
		const fields = sqlite
			.prepare(`select fields from records where collection = 'requests'`)
			.pluck()
			.get() as string | undefined;
		return fields === undefined ? undefined : (JSON.parse(fields) as Kept);
	} finally {
		sqlite.close();
	}
}

/** The version and hash of the rules the server publishes. */
async function rulesOf(page: Page): Promise<{ version: number; hash: string }> {
	return page.evaluate(async () => {
		const { version, hash } = (await (
			await fetch('/api/rules')
		).json()) as Kept['orientation']['rules'];
		return { version, hash };
	});
}

/** As the administrator takes one out, while the server runs. */
function retireRule(dataDir: string, id: string): void {
	const { status, stderr } = spawnSync(
		process.execPath,
		['--import', 'tsx', 'scripts/rules.ts', 'retire', id],
		{ env: { ...process.env, DATA_DIR: dataDir }, encoding: 'utf8' }
	);
	expect(status, stderr).toBe(0);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Until the age is asked: everything before is not known. */
async function answerAge(page: Page) {
	const question = page.locator('#orientation-question');
	for (let asked = 0; asked < 30; asked += 1) {
		const text = (await question.textContent()) ?? '';
		if (text === 'Quanti anni ha la persona?') break;
		await button(page, 'Non so').click();
		await expect(question).not.toHaveText(text);
	}
	await page.getByRole('textbox', { name: 'Quanti anni ha la persona?' }).fill('78');
	await button(page, 'Conferma').click();
}

test('a request is oriented by touch with the server dead, and the server has the rules, the answers and the reasons', async ({
	server,
	tablets,
	guard
}) => {
	test.setTimeout(180_000);
	guard.expectServerGone();
	const { page } = await openActivated(tablets);
	await unlock(page, 'Marta R.');
	await expect(syncChip(page)).toHaveAccessibleName(/^Tutto inviato|^Niente da inviare/);
	await expect
		.poll(() => page.evaluate(async () => (await indexedDB.databases()).length))
		.toBeGreaterThan(0);
	const rules = await rulesOf(page);
	await server.kill9();

	await test.step('nothing is known of somebody new: the desk’s own neighbourhood is no answer', async () => {
		await toNewRequest(page);
		await page.getByLabel('Forse la conosciamo già: cerca').fill('Anna Esempio');
		await button(page, 'È una persona nuova').click();
		await button(page, 'Spesa e pasti').click();
		await button(page, 'Comincia l’orientamento').click();
		const known = page.getByRole('region', { name: 'Cosa sappiamo' });
		await expect(known).toContainText('Qui stanno le risposte');
		await expect(known.getByRole('listitem')).toHaveCount(0);
		await expect(page.locator('#orientation-question')).toHaveText('Dove abita?');
		await button(page, 'in città').click();
		await expect(known).toContainText('Residenza');
	});

	const plan = page.getByRole('region', { name: 'Piano di Anna Esempio' });

	await test.step('two results are put into the plan', async () => {
		await answerAge(page);
		await button(page, `Aggiungi: ${CARE}`).click();
		const more = page.getByRole('button', { name: /^Mostra altri/ });
		// Cards come a few at a time: what is not there yet may still be drawn.
		await expect(async () => {
			if ((await more.count()) > 0) await more.first().click();
			await expect(button(page, `Aggiungi: ${BILLS}`)).toBeVisible({ timeout: 1000 });
		}).toPass();
		await button(page, `Aggiungi: ${BILLS}`).click();
		await expect(plan.getByRole('list', { name: 'Nel piano' })).toContainText(
			`${CARE} Potresti avere diritto`
		);
		await expect(plan).toContainText('Nel piano: 2');
	});

	await test.step('it is locked and opened again: answers and plan are there', async () => {
		await lock(page);
		await unlock(page, 'Marta R.');
		await page.getByRole('link', { name: 'Torna a Oggi' }).click();
		await page.getByRole('link', { name: 'Riprendi' }).click();
		await expect(page.getByText('Nel piano: 2')).toBeVisible();
		await button(page, 'Continua l’orientamento').click();
		await expect(page.getByRole('region', { name: 'Cosa sappiamo' })).toContainText('78 anni');
		await expect(button(page, `Nel piano: ${CARE}`)).toHaveAttribute('aria-pressed', 'true');
		await plan.getByRole('button', { name: 'Vai al riepilogo' }).click();
	});

	await test.step('the service of the plan is chosen, without being chosen again', async () => {
		await expect(page.getByRole('list', { name: 'Servizi scelti' })).toContainText(CARE);
		await button(page, 'Salva la richiesta').first().click();
		await page.waitForURL(/\/richieste\/[0-9a-f-]{36}$/);
		const section = page.getByRole('region', { name: 'Orientamento' });
		await expect(section.getByRole('list', { name: 'Nel piano' })).toContainText(
			/Da verificare\. Manca: .*ISEE ordinario/
		);
		await expect(section).toContainText(`regole ${rules.version}`);
		await expect(section).not.toContainText('Le regole sono cambiate');
	});

	await test.step('the sheet says it on one page', async () => {
		await page.getByRole('link', { name: 'Stampa il foglio' }).click();
		const sheet = page.getByRole('article');
		await expect(sheet).toContainText('Anna Esempio, questo è quello che abbiamo deciso insieme');
		await expect(sheet).toContainText('Potresti avere diritto.');
		await expect(sheet).toContainText(/Da verificare. Manca: .*ISEE ordinario/);
		await expect(sheet).not.toContainText(/hai diritto/i);
		await expect(sheet.getByRole('img', { name: 'Il tuo codice' })).toBeVisible();
		const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
		expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByRole('banner')).toBeHidden();
		await expect(button(page, 'Stampa')).toBeHidden();
		await page.emulateMedia({ media: null });
	});

	await test.step('the server is back, and has all of it', async () => {
		await server.restart();
		await syncChip(page).click();
		await page.getByRole('button', { name: 'Prova a inviare adesso' }).click();
		await expect.poll(() => keptBy(server.dataDir)?.plan.length).toBe(2);
		const { orientation, plan: items, services } = keptBy(server.dataDir)!;
		expect(orientation.rules).toEqual(rules);
		expect(orientation.answers).toMatchObject({ residence: 'city', age: 78 });
		expect(items.map(({ verdict }) => verdict)).toEqual(['yes', 'to-verify']);
		expect(services.map(({ id }) => id)).toEqual(items.flatMap(({ serviceId }) => serviceId ?? []));
		const [care, bills] = orientation.results;
		expect([care!.ruleId, bills!.ruleId]).toEqual(items.map(({ ruleId }) => ruleId));
		expect(care!.reasons.length).toBeGreaterThan(0);
		expect(bills!.reasons.flatMap(({ missing }) => missing)).toContain('isee.ordinary');
	});

	const known = page.getByRole('region', { name: 'Cosa sappiamo' });
	const unsaved = page.getByText('Hai ripreso risposte non ancora salvate.');

	await test.step('what is answered later and not saved outlives a lock, and can be discarded and taken back', async () => {
		await button(page, 'Chiudi').click();
		await page.getByRole('link', { name: 'Torna alla richiesta' }).click();
		await page.getByRole('link', { name: 'Riapri l’orientamento' }).click();
		await button(page, `Nel piano: ${CARE}`).click();
		await expect(plan).toContainText('Nel piano: 1');
		await lock(page);
		await unlock(page, 'Marta R.');
		await expect(unsaved).toBeVisible();
		await expect(plan).toContainText('Nel piano: 1');
		await button(page, 'Scarta le risposte non salvate').click();
		await expect(unsaved).toBeHidden();
		await expect(plan).toContainText('Nel piano: 2');
		await button(page, 'Annulla').click();
		await expect(unsaved).toBeVisible();
		await expect(plan).toContainText('Nel piano: 1');
		await expect(known).toContainText('78 anni');
		await button(page, 'Salva nella richiesta').click();
		await expect(page.getByRole('list', { name: 'Nel piano' }).getByRole('listitem')).toHaveCount(
			1
		);
		await expect.poll(() => keptBy(server.dataDir)?.plan.length).toBe(1);
		await page.getByRole('link', { name: 'Riapri l’orientamento' }).click();
		await expect(plan).toContainText('Nel piano: 1');
		await expect(unsaved).toBeHidden();
	});

	await test.step('what followed from an answer goes with it, when that is changed later', async () => {
		const elderly = known.getByRole('listitem').filter({ hasText: 'Qualcuno di almeno 60 anni' });
		await expect(elderly).toBeVisible();
		await button(page, 'Cambia: Età').click();
		await page.getByRole('textbox', { name: 'Quanti anni ha la persona?' }).fill('40');
		await button(page, 'Conferma').click();
		await expect(known).toContainText('40 anni');
		await expect(elderly).toHaveCount(0);
	});

	await test.step('the rules change: the request says by which it was oriented', async () => {
		retireRule(server.dataDir, keptBy(server.dataDir)!.orientation.results[1]!.ruleId);
		await lock(page);
		await unlock(page, 'Marta R.');
		await page.getByRole('link', { name: 'Torna alla richiesta' }).click();
		await expect(page.getByText('Le regole sono cambiate da allora')).toBeVisible();
		await expect(page.getByText(`regole ${rules.version}`)).toBeVisible();
	});
});
