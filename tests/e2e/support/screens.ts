/** Every screen there is, with the way to it. */
import type { Page } from '@playwright/test';
import { CARER_DESK, type City, type Who } from './city.ts';
import { requestRow, syncChip } from './desk.ts';
import { examine, examineWidths } from './examine.ts';
import { expect } from './fixtures.ts';
import { firstPage, LANDSCAPE, PHONE } from './tablets.ts';

export interface Screen {
	name: string;
	who: Who;
	/** Opens it and waits until what it is for is there. */
	open(page: Page, city: City): Promise<void>;
}

const heading = (page: Page, name: string | RegExp) =>
	expect(page.getByRole('heading', { name }).first()).toBeVisible();

/**
 * Goes there as a tap on a link does: loading the app and what examines it anew for each screen takes longer than
 * examining it.
 */
async function show(page: Page, path: string): Promise<void> {
	const here = page.url();
	const isFirst = here === 'about:blank' || new URL(path, here).pathname === new URL(here).pathname;
	// Nobody taps on a link that lies under a dialog.
	if (isFirst || (await page.locator('dialog[open]').count()) > 0) {
		await page.goto(path);
		return;
	}
	await page.evaluate((path) => {
		const link = document.createElement('a');
		link.href = path;
		document.querySelector('main')?.append(link);
		link.click();
		link.remove();
	}, path);
	await page.waitForURL(path);
}

async function openCard(page: Page) {
	await show(page, '/catalogo?q=badante');
	await page.getByRole('link', { name: CARER_DESK }).click();
	const card = page.getByRole('region', { name: 'Scheda' });
	await expect(card.getByRole('heading', { name: CARER_DESK })).toBeVisible();
}

async function openPerson(page: Page) {
	await show(page, '/persone');
	await page.getByRole('link', { name: /Lucia Bianchi/ }).click();
	await heading(page, 'Lucia Bianchi');
}

const offerRow = (page: Page) =>
	page.getByRole('main').getByRole('link').filter({ hasText: 'Piero G.' });

const inQuarantine = (page: Page) => page.getByRole('button', { name: /app più nuova del server/ });

async function openQuarantined(page: Page) {
	await show(page, '/quarantena');
	await inQuarantine(page).click();
	await expect(page.getByText('Anna Esempio', { exact: true })).toBeVisible();
}

/** The first answer that has been taken: the region itself stands there from the beginning. */
const knownFact = (page: Page) =>
	page.getByRole('region', { name: 'Cosa sappiamo' }).getByRole('listitem').first();

async function openTriageDrawer(page: Page) {
	await show(page, '/smistamento');
	await page.getByRole('button').filter({ hasText: 'Lucia Bianchi' }).click();
	await expect(page.getByRole('dialog', { name: 'Lucia Bianchi' })).toBeVisible();
}

export const screens: readonly Screen[] = [
	{
		name: 'the first page of a citizen',
		who: 'citizen',
		async open(page) {
			await show(page, '/');
			await expect(page.getByRole('searchbox')).toBeVisible();
		}
	},
	{
		name: 'the catalogue',
		who: 'citizen',
		async open(page) {
			await show(page, '/catalogo');
			await expect(
				page.getByRole('region', { name: 'Catalogo' }).getByRole('link').first()
			).toBeVisible();
		}
	},
	{ name: 'a card of the catalogue', who: 'citizen', open: openCard },
	{
		name: 'the filters of the catalogue',
		who: 'citizen',
		async open(page) {
			await show(page, '/catalogo');
			await page.getByRole('button', { name: 'Filtri' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'the orientation before any answer',
		who: 'citizen',
		async open(page) {
			await show(page, '/orientamento');
			await expect(page.getByRole('button', { name: 'Non so' })).toBeVisible();
		}
	},
	{
		name: 'the sheet of whoever is oriented alone',
		who: 'citizen',
		async open(page) {
			await show(page, '/orientamento');
			await page.getByRole('button', { name: 'Non so' }).click();
			await page.getByRole('button', { name: 'Vedi il foglio da stampare' }).click();
			await heading(page, 'Quello che si potrebbe chiedere');
		}
	},
	{
		name: 'the orientation at the desk, half answered',
		who: 'marta',
		async open(page) {
			await show(page, '/orientamento');
			for (let answers = 0; answers < 4; answers += 1) {
				await page.getByRole('button', { name: 'Non so' }).click();
			}
			await expect(knownFact(page)).toBeVisible();
		}
	},
	{
		name: 'a question about a day, with what it can complain about',
		who: 'marta',
		async open(page) {
			await show(page, '/orientamento');
			const question = page.locator('#orientation-question');
			for (let asked = ''; ; asked = (await question.textContent()) ?? '') {
				if (asked === 'Quando è finito l’ultimo lavoro?') break;
				const answer = asked === 'Chi chiede lavora?' ? 'cerca lavoro' : 'Non so';
				await page.getByRole('button', { name: answer, exact: true }).click();
				await expect(question).not.toHaveText(asked);
			}
			await page.getByRole('button', { name: 'Conferma' }).click();
			await expect(
				page.getByText('Scrivi giorno, mese e anno intero, fino a oggi compreso.')
			).toBeVisible();
		}
	},
	{
		name: 'the sign-in',
		who: 'citizen',
		async open(page) {
			await show(page, '/entra');
			await expect(page.getByLabel('Nome utente')).toBeFocused();
		}
	},
	{
		name: 'today at the desk',
		who: 'marta',
		async open(page) {
			await show(page, '/oggi');
			await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
		}
	},
	{
		name: 'the requests of the desk',
		who: 'marta',
		async open(page) {
			await show(page, '/richieste');
			await heading(page, /^\d+ richieste$/);
		}
	},
	{
		name: 'a new request',
		who: 'marta',
		async open(page) {
			await show(page, '/richieste/nuova');
			await heading(page, 'Nuova richiesta');
		}
	},
	{
		name: 'the orientation of a new request, with something in the plan',
		who: 'marta',
		async open(page) {
			await show(page, '/richieste/nuova');
			await page.getByRole('button', { name: 'Comincia l’orientamento' }).click();
			await page.getByRole('button', { name: 'Non so' }).click();
			await page
				.getByRole('button', { name: /^Aggiungi: / })
				.first()
				.click();
			await heading(page, 'Piano');
		}
	},
	{
		name: 'a new request with everything that can complain',
		who: 'marta',
		async open(page) {
			await show(page, '/richieste/nuova');
			await page.getByRole('button', { name: 'È una persona nuova' }).click();
			await page.getByRole('textbox', { name: 'Telefono' }).fill('non lo so');
			await page.getByRole('button', { name: 'Salva la richiesta' }).click();
			await expect(page.getByText('Controlla due cose.')).toBeVisible();
		}
	},
	{
		name: 'a request',
		who: 'marta',
		async open(page, { requestPath }) {
			await show(page, requestPath);
			await heading(page, 'Lucia Bianchi');
		}
	},
	{
		name: 'the orientation of a request',
		who: 'marta',
		async open(page, { requestPath }) {
			await show(page, `${requestPath}/orientamento`);
			await expect(page.getByRole('button', { name: 'Non so' })).toBeVisible();
		}
	},
	{
		name: 'the orientation of a request, with answers not saved yet',
		who: 'marta',
		async open(page, { requestPath }) {
			await show(page, `${requestPath}/orientamento`);
			const next = page.getByRole('button', { name: 'Non so' });
			await next.click();
			await expect(knownFact(page)).toBeVisible();
			await show(page, requestPath);
			await show(page, `${requestPath}/orientamento`);
			await expect(page.getByText('Hai ripreso risposte non ancora salvate.')).toBeVisible();
		}
	},
	{
		name: 'the sheet of a request',
		who: 'marta',
		async open(page, { requestPath }) {
			await show(page, `${requestPath}/foglio`);
			await expect(page.getByRole('img', { name: 'Il tuo codice' })).toBeVisible();
		}
	},
	...['Richiama', 'Appuntamento', 'Invia a un ente', 'Passa a un collega'].map((step): Screen => ({
		name: `the next step "${step}"`,
		who: 'marta',
		async open(page, { requestPath }) {
			await show(page, requestPath);
			await page.getByRole('button', { name: step, exact: true }).click();
			await expect(page.getByRole('dialog', { name: step })).toBeVisible();
		}
	})),
	{
		name: 'the people of the desk',
		who: 'marta',
		async open(page) {
			await show(page, '/persone');
			await expect(page.getByRole('link', { name: /Lucia Bianchi/ })).toBeVisible();
		}
	},
	{ name: 'a person', who: 'marta', open: openPerson },
	{
		name: 'a person who acts for another',
		who: 'marta',
		async open(page) {
			await openPerson(page);
			await page.getByRole('button', { name: 'Aggiungi una delega' }).click();
			await page.getByLabel('Con chi?').fill('bianki');
			await expect(page.getByLabel('Con chi?')).toBeFocused();
		}
	},
	{
		name: 'a contact to be counted',
		who: 'marta',
		async open(page) {
			await show(page, '/oggi');
			await page.getByRole('button', { name: /^Solo informazione/ }).click();
			await expect(page.getByRole('dialog', { name: 'Solo informazione' })).toBeVisible();
		}
	},
	{
		name: 'what is to be sent',
		who: 'marta',
		async open(page) {
			await show(page, '/oggi');
			await syncChip(page).click();
			await heading(page, 'Confermate dal server');
		}
	},
	{ name: 'a card of the catalogue at the desk', who: 'marta', open: openCard },
	{
		name: 'the help offers of the desk',
		who: 'marta',
		async open(page) {
			await show(page, '/aiuti');
			await expect(offerRow(page)).toBeVisible();
		}
	},
	{
		name: 'a help offer',
		who: 'marta',
		async open(page) {
			await show(page, '/aiuti');
			await offerRow(page).click();
			await heading(page, 'Piero G.');
		}
	},
	{
		name: 'a new help offer with everything that can complain',
		who: 'marta',
		async open(page) {
			await show(page, '/aiuti/nuovo');
			await page.getByRole('button', { name: 'Salva l’aiuto' }).click();
			await expect(page.getByText(/^Controlla \w+ cose\.$/)).toBeVisible();
		}
	},
	{
		name: 'the vouchers of the desk',
		who: 'marta',
		async open(page) {
			await show(page, '/buoni');
			await expect(page.getByRole('link', { name: /Anna Esempio/ })).toBeVisible();
		}
	},
	{
		name: 'a voucher about to be used, with everything that can complain',
		who: 'marta',
		async open(page) {
			await show(page, '/buoni');
			await page.getByRole('link', { name: /Anna Esempio/ }).click();
			await page.getByRole('button', { name: 'Usa il buono' }).click();
			await page.getByRole('button', { name: 'Riserva l’importo' }).click();
			await expect(page.getByText('Scrivi per che cosa.')).toBeVisible();
		}
	},
	{
		name: 'the funds of the city',
		who: 'chiara',
		async open(page) {
			await show(page, '/buoni/fondi');
			await heading(page, 'Buono spesa');
		}
	},
	{
		name: 'a voucher to be granted',
		who: 'chiara',
		async open(page) {
			await show(page, '/buoni/fondi');
			await page.getByRole('button', { name: /^Dai un buono di/ }).click();
			await page.getByRole('button', { name: 'Dai il buono' }).click();
			await expect(page.getByText('Scegli una persona.')).toBeVisible();
		}
	},
	{
		name: 'the help offers of a volunteer',
		who: 'piero',
		async open(page) {
			await show(page, '/aiuti');
			await expect(page.getByRole('button', { name: 'Metti in pausa' }).first()).toBeVisible();
		}
	},
	{
		name: 'a new help offer of a volunteer, with hours',
		who: 'piero',
		async open(page) {
			await show(page, '/aiuti/nuovo');
			await page.getByRole('button', { name: 'lunedì', exact: true }).click();
			await page.getByLabel('Ore di lunedì', { exact: true }).selectOption('A ore precise');
			await expect(page.getByLabel('lunedì, dalle')).toBeVisible();
		}
	},
	{
		name: 'nothing to choose',
		who: 'marta',
		async open(page) {
			await show(page, '/da-scegliere');
			await expect(page.getByText('Niente da scegliere')).toBeVisible();
		}
	},
	{
		name: 'a practice',
		who: 'marta',
		async open(page) {
			await show(page, '/guida');
			await page.getByRole('button', { name: 'Comincia la prova' }).click();
			await expect(requestRow(page, 'Anna di prova')).toBeVisible();
		}
	},
	{
		name: 'the guide',
		who: 'marta',
		async open(page) {
			await show(page, '/guida');
			await heading(page, 'Guida');
		}
	},
	{
		name: 'the triage board',
		who: 'chiara',
		async open(page) {
			await show(page, '/smistamento');
			await expect(page.getByRole('button').filter({ hasText: 'Lucia Bianchi' })).toBeVisible();
		}
	},
	{ name: 'a request in the triage', who: 'chiara', open: openTriageDrawer },
	{
		name: 'the triage list',
		who: 'chiara',
		async open(page) {
			await show(page, '/smistamento');
			await page.getByText('Elenco', { exact: true }).click();
			await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
		}
	},
	{
		name: 'the rules that run out',
		who: 'chiara',
		async open(page) {
			await show(page, '/regole');
			await expect(
				page.getByRole('listitem').filter({ hasText: 'vale fino al' }).first()
			).toBeVisible();
		}
	},
	{
		name: 'the quarantine',
		who: 'ada',
		async open(page) {
			await show(page, '/quarantena');
			await expect(inQuarantine(page)).toBeVisible();
		}
	},
	{ name: 'a record in quarantine', who: 'ada', open: openQuarantined },
	{
		name: 'the question before a record leaves quarantine',
		who: 'ada',
		async open(page) {
			await openQuarantined(page);
			await page.getByRole('button', { name: 'Rimetti in coda' }).click();
			await expect(page.getByRole('dialog', { name: 'Rimetti in coda?' })).toBeVisible();
		}
	}
];

/**
 * What holds of every screen: no axe violation, nothing wider than the window, no console error. Opened on a tablet that
 * lies on a desk, turned and made smaller as it stands, down to a phone.
 */
export async function examineScreen(screen: Screen, city: City): Promise<void> {
	const page = await firstPage(city.browsers[screen.who]);
	await page.setViewportSize(LANDSCAPE);
	await screen.open(page, city);
	await examine(page);
	await examineWidths(page);
	await page.setViewportSize(PHONE);
	await examine(page);
	city.guard.check();
}
