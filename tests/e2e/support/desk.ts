/** What people do at the desk, by the words they see. */
import { expect, type Locator, type Page } from '@playwright/test';
import { userCommand } from '../../../scripts/user-command.ts';
import { SAMPLE_PASSPHRASE } from './server.ts';

const homes = {
	marta: '/oggi',
	davide: '/oggi',
	chiara: '/smistamento',
	piero: '/aiuti',
	ada: '/amministrazione',
	/** Only where a test has added her: see `addColleague`. */
	sara: '/oggi'
};

export async function signIn(page: Page, username: keyof typeof homes): Promise<void> {
	await page.goto('/entra');
	await page.getByLabel('Nome utente').fill(username);
	await page.getByLabel('Frase d’accesso').fill(SAMPLE_PASSPHRASE);
	await page.getByRole('button', { name: 'Entra', exact: true }).click();
	await page.waitForURL(homes[username]);
}

/** Sara, a second operator at Marta's desk, as whoever administers adds her; the server may be running. */
export async function addColleague(dataDir: string): Promise<void> {
	const args = 'add sara --role operator --access-point cambonino --stdin'.split(' ');
	const said: string[] = [];
	const code = await userCommand([...args, '--name', 'Sara V.'], dataDir, {
		say: (line) => said.push(line),
		warn: (line) => said.push(line),
		read: async () => SAMPLE_PASSPHRASE
	});
	if (code !== 0) throw new Error(said.join('\n'));
}

/** Waits until the app and the catalogue are on the device: from here on the server may die. */
export async function readyForOffline(page: Page): Promise<void> {
	// It is active only when everything on its list is in the cache.
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.goto('/catalogo');
	const controller = () => navigator.serviceWorker.controller?.state;
	await expect.poll(() => page.evaluate(controller)).toBe('activated');
	await expect(page.getByText(/^\d+ schede sul (computer|tablet), aggiornate/)).toBeVisible();
}

/** The button on every page that says how sending goes. */
export function syncChip(page: Page): Locator {
	return page.getByRole('banner').getByRole('button', { name: /inviat|inviare|sistemare|manca/i });
}

/** Every word on the page that says of something that the server has it. */
export function wordsOfSent(page: Page): Locator {
	return page.getByText(/^\s*(Inviata( \d\d?:\d\d)?|Tutto inviato|Confermate dal server)\s*$/);
}

export interface RequestToRegister {
	/** Neither name nor telephone: an anonymous contact. */
	name?: string;
	phone?: string;
	actingFor?: string;
	need: string;
	/** In their own words. */
	words?: string;
	/** What is typed into the search, and the service that is taken from what it finds. */
	service?: { search: string; name: string };
}

/** By the links: a tablet that is loaded anew is locked. */
export async function goTo(page: Page, place: string): Promise<void> {
	await page
		.getByRole('navigation')
		.getByRole('link', { name: place, exact: true })
		.first()
		.click();
}

export async function toNewRequest(page: Page): Promise<void> {
	await goTo(page, 'Oggi');
	const open = page.getByRole('main').getByRole('link', { name: /Nuova richiesta/ });
	await open.first().click();
}

/**
 * Goes to a new request, fills it in and saves it.
 * @returns its receipt code and its own address
 */
export async function registerRequest(
	page: Page,
	{ name, phone, actingFor, need, words, service }: RequestToRegister
): Promise<{ code: string; path: string }> {
	await toNewRequest(page);
	const button = (label: string) => page.getByRole('button', { name: label, exact: true });
	if (name === undefined && phone === undefined) await button('Senza nome').click();
	else {
		await page.getByLabel('Forse la conosciamo già: cerca').fill(name ?? '');
		await button('È una persona nuova').click();
	}
	if (phone !== undefined) await page.getByRole('textbox', { name: 'Telefono' }).fill(phone);
	if (actingFor !== undefined) {
		await button('Per conto di un’altra persona').click();
		await page.getByLabel('Per conto di chi?').fill(actingFor);
	}
	await button(need).click();
	if (words !== undefined) await page.getByLabel('Con le sue parole').fill(words);
	if (service) {
		await page.getByLabel('Cerca un servizio da aggiungere').fill(service.search);
		await page.getByRole('button', { name: service.name }).click();
		await expect(page.getByRole('list', { name: 'Servizi scelti' })).toContainText(service.name);
	}
	await button('Salva la richiesta').click();
	const saved = page.getByText(/^Salvata sul (tablet|computer)\. Codice [0-9A-Z-]+$/).last();
	await expect(saved).toBeVisible();
	await page.waitForURL(/\/richieste\/[0-9a-f-]{36}$/);
	const code = (await saved.innerText()).split(' ').at(-1) ?? '';
	return { code, path: new URL(page.url()).pathname };
}

/** A request of somebody of this name. */
export function registerFor(page: Page, name: string): Promise<{ code: string; path: string }> {
	return registerRequest(page, { name, phone: '333 000 0001', need: 'Spesa e pasti' });
}

/** A volunteer's own help offer, of one skill on one day. */
export async function registerOffer(
	page: Page,
	{ phone, skill, day }: { phone: string; skill: string; day: string },
	open: () => Promise<unknown> = () => page.goto('/aiuti/nuovo')
): Promise<void> {
	await open();
	await page.getByRole('textbox', { name: 'Telefono' }).fill(phone);
	for (const name of [skill, day]) await page.getByRole('button', { name, exact: true }).click();
	await page.getByRole('button', { name: 'Salva l’aiuto' }).click();
	await page.waitForURL('/aiuti');
}

/** A row of a list of requests, by who it is about. */
export function requestRow(page: Page, who: string | RegExp): Locator {
	return page.getByRole('main').getByRole('link').filter({ hasText: who });
}

/** Sends, from the page of whoever is signed in, what an app of next year might: the server keeps it in quarantine. */
export async function sendFromTheFuture(page: Page, args: object): Promise<void> {
	const status = await page.evaluate(async (args) => {
		const me = (await (await fetch('/api/session')).json()) as { user: { id: string } };
		const id = crypto.randomUUID();
		const intent = { v: 0, seq: 1, id, actor: me.user.id, name: 'person.register', args };
		const push = {
			protocol: 1,
			schemaVersion: 999,
			epoch: null,
			deviceId: crypto.randomUUID(),
			storeId: crypto.randomUUID(),
			deviceNow: Date.now(),
			pending: 1,
			highestSeq: 1,
			withheld: [],
			held: [],
			intents: [{ ...intent, baseVersions: {}, dependsOn: [], at: Date.now() }]
		};
		const response = await fetch('/api/sync/push', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(push)
		});
		return response.status;
	}, args);
	expect(status).toBe(200);
}
