/** What holds of every screen: no axe violation, nothing wider than the window, no console error; and the keyboard is enough. */
import { type BrowserContext, type Locator, type Page } from '@playwright/test';
import { ConsoleGuard } from './support/console-guard.ts';
import {
	registerOffer,
	registerRequest,
	requestRow,
	sendFromTheFuture,
	signIn,
	syncChip
} from './support/desk.ts';
import { examine, examineWidths } from './support/examine.ts';
import { test as base, expect } from './support/fixtures.ts';
import { startServer } from './support/server.ts';
import { createTablets, firstPage, LANDSCAPE, PHONE } from './support/tablets.ts';

const CARER_DESK = 'Sportello badanti e assistenti familiari';

type Who = 'citizen' | 'marta' | 'piero' | 'chiara' | 'ada';

interface City {
	guard: ConsoleGuard;
	browsers: Record<Who, BrowserContext>;
	/** Address of a request registered at the desk. */
	requestPath: string;
}

// One city for all screens: they only look at it.
const test = base.extend<object, { city: City }>({
	city: [
		async ({ launchOptions, installed: { port, profile } }, use, { project }) => {
			const server = await startServer({}, port);
			const guard = new ConsoleGuard(server.origin);
			const browser = { ...project.use, launchOptions };
			const tablets = createTablets(server.origin, guard, browser, profile);
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

interface Screen {
	name: string;
	who: Who;
	/** Opens it and waits until what it is for is there. */
	open(page: Page, city: City): Promise<void>;
}

const heading = (page: Page, name: string | RegExp) =>
	expect(page.getByRole('heading', { name }).first()).toBeVisible();

async function openCard(page: Page) {
	await page.goto('/catalogo?q=badante');
	await page.getByRole('link', { name: CARER_DESK }).click();
	const card = page.getByRole('region', { name: 'Scheda' });
	await expect(card.getByRole('heading', { name: CARER_DESK })).toBeVisible();
}

async function openPerson(page: Page) {
	await page.goto('/persone');
	await page.getByRole('link', { name: /Lucia Bianchi/ }).click();
	await heading(page, 'Lucia Bianchi');
}

const offerRow = (page: Page) =>
	page.getByRole('main').getByRole('link').filter({ hasText: 'Piero G.' });

const inQuarantine = (page: Page) => page.getByRole('button', { name: /app più nuova del server/ });

async function openQuarantined(page: Page) {
	await page.goto('/quarantena');
	await inQuarantine(page).click();
	await expect(page.getByText('Anna Esempio', { exact: true })).toBeVisible();
}

async function openTriageDrawer(page: Page) {
	await page.goto('/smistamento');
	await page.getByRole('button').filter({ hasText: 'Lucia Bianchi' }).click();
	await expect(page.getByRole('dialog', { name: 'Lucia Bianchi' })).toBeVisible();
}

const screens: readonly Screen[] = [
	{
		name: 'the first page of a citizen',
		who: 'citizen',
		async open(page) {
			await page.goto('/');
			await expect(page.getByRole('searchbox')).toBeVisible();
		}
	},
	{
		name: 'the catalogue',
		who: 'citizen',
		async open(page) {
			await page.goto('/catalogo');
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
			await page.goto('/catalogo');
			await page.getByRole('button', { name: 'Filtri' }).click();
			await expect(page.getByRole('dialog')).toBeVisible();
		}
	},
	{
		name: 'the sign-in',
		who: 'citizen',
		async open(page) {
			await page.goto('/entra');
			await expect(page.getByLabel('Nome utente')).toBeFocused();
		}
	},
	{
		name: 'today at the desk',
		who: 'marta',
		async open(page) {
			await page.goto('/oggi');
			await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
		}
	},
	{
		name: 'the requests of the desk',
		who: 'marta',
		async open(page) {
			await page.goto('/richieste');
			await heading(page, '2 richieste');
		}
	},
	{
		name: 'a new request',
		who: 'marta',
		async open(page) {
			await page.goto('/richieste/nuova');
			await heading(page, 'Nuova richiesta');
		}
	},
	{
		name: 'a new request with everything that can complain',
		who: 'marta',
		async open(page) {
			await page.goto('/richieste/nuova');
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
			await page.goto(requestPath);
			await heading(page, 'Lucia Bianchi');
		}
	},
	...['Richiama', 'Appuntamento', 'Invia a un ente', 'Passa a un collega'].map((step): Screen => ({
		name: `the next step "${step}"`,
		who: 'marta',
		async open(page, { requestPath }) {
			await page.goto(requestPath);
			await page.getByRole('button', { name: step, exact: true }).click();
			await expect(page.getByRole('dialog', { name: step })).toBeVisible();
		}
	})),
	{
		name: 'the people of the desk',
		who: 'marta',
		async open(page) {
			await page.goto('/persone');
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
			await page.goto('/oggi');
			await page.getByRole('button', { name: /^Solo informazione/ }).click();
			await expect(page.getByRole('dialog', { name: 'Solo informazione' })).toBeVisible();
		}
	},
	{
		name: 'what is to be sent',
		who: 'marta',
		async open(page) {
			await page.goto('/oggi');
			await syncChip(page).click();
			await heading(page, 'Confermate dal server');
		}
	},
	{ name: 'a card of the catalogue at the desk', who: 'marta', open: openCard },
	{
		name: 'the help offers of the desk',
		who: 'marta',
		async open(page) {
			await page.goto('/aiuti');
			await expect(offerRow(page)).toBeVisible();
		}
	},
	{
		name: 'a help offer',
		who: 'marta',
		async open(page) {
			await page.goto('/aiuti');
			await offerRow(page).click();
			await heading(page, 'Piero G.');
		}
	},
	{
		name: 'a new help offer with everything that can complain',
		who: 'marta',
		async open(page) {
			await page.goto('/aiuti/nuovo');
			await page.getByRole('button', { name: 'Salva l’aiuto' }).click();
			await expect(page.getByText(/^Controlla \w+ cose\.$/)).toBeVisible();
		}
	},
	{
		name: 'the help offers of a volunteer',
		who: 'piero',
		async open(page) {
			await page.goto('/aiuti');
			await expect(page.getByRole('button', { name: 'Metti in pausa' })).toBeVisible();
		}
	},
	{
		name: 'a new help offer of a volunteer, with hours',
		who: 'piero',
		async open(page) {
			await page.goto('/aiuti/nuovo');
			await page.getByRole('button', { name: 'lunedì', exact: true }).click();
			await page.getByLabel('Ore di lunedì', { exact: true }).selectOption('A ore precise');
			await expect(page.getByLabel('lunedì, dalle')).toBeVisible();
		}
	},
	{
		name: 'nothing to choose',
		who: 'marta',
		async open(page) {
			await page.goto('/da-scegliere');
			await expect(page.getByText('Niente da scegliere')).toBeVisible();
		}
	},
	{
		name: 'a practice',
		who: 'marta',
		async open(page) {
			await page.goto('/guida');
			await page.getByRole('button', { name: 'Comincia la prova' }).click();
			await expect(requestRow(page, 'Anna di prova')).toBeVisible();
		}
	},
	{
		name: 'the guide',
		who: 'marta',
		async open(page) {
			await page.goto('/guida');
			await heading(page, 'Guida');
		}
	},
	{
		name: 'the triage board',
		who: 'chiara',
		async open(page) {
			await page.goto('/smistamento');
			await expect(page.getByRole('button').filter({ hasText: 'Lucia Bianchi' })).toBeVisible();
		}
	},
	{ name: 'a request in the triage', who: 'chiara', open: openTriageDrawer },
	{
		name: 'the triage list',
		who: 'chiara',
		async open(page) {
			await page.goto('/smistamento');
			await page.getByText('Elenco', { exact: true }).click();
			await expect(requestRow(page, 'Lucia Bianchi')).toBeVisible();
		}
	},
	{
		name: 'the quarantine',
		who: 'ada',
		async open(page) {
			await page.goto('/quarantena');
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

for (const size of [LANDSCAPE, PHONE]) {
	test.describe(`at ${size.width}×${size.height}`, () => {
		for (const screen of screens) {
			test(`${screen.name} has no axe violation, nothing too wide and no error`, async ({
				city
			}) => {
				const page = await firstPage(city.browsers[screen.who]);
				await page.setViewportSize(size);
				await screen.open(page, city);
				await examine(page);
				if (size === LANDSCAPE) await examineWidths(page);
				city.guard.check();
			});
		}
	});
}

test('the dark screens have no axe violation either', async ({ city }) => {
	const page = await city.browsers.marta.newPage();
	await page.goto('/guida');
	await page.getByText('Scuro', { exact: true }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await examine(page);
	const inTheDark = ['today at the desk', 'a new request', 'a request', 'what is to be sent'];
	for (const screen of screens.filter(({ name }) => inTheDark.includes(name))) {
		await screen.open(page, city);
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await examine(page);
	}
	await page.goto('/guida');
	await page.getByText('Chiaro', { exact: true }).click();
	await page.close();
	city.guard.check();
});

test.describe('with the keyboard alone', () => {
	const MANY = 60;

	/** Goes on with Tab until it is there, as somebody without a mouse does, and sees where they are. */
	async function tabTo(page: Page, target: Locator) {
		for (let presses = 0; presses < MANY; presses += 1) {
			await page.keyboard.press('Tab');
			const isThere = await target.evaluate(
				(element) => element === document.activeElement && element.matches(':focus-visible')
			);
			if (isThere) return;
		}
		throw new Error(`${MANY} times Tab, and still not at ${target}`);
	}

	/** What has the focus while something else lies over the middle of it; null when all is well. */
	function hiddenFocus(): string | null {
		const focused = document.activeElement;
		if (!focused || focused === document.body) return null;
		// A radio button is as large as its label.
		const shown = focused.closest('label') ?? focused;
		const { x, y, width, height } = shown.getBoundingClientRect();
		const over = document.elementFromPoint(x + width / 2, y + height / 2);
		if (over && (shown.contains(over) || over.contains(shown))) return null;
		return `${focused.outerHTML.slice(0, 80)} under ${over?.outerHTML.slice(0, 80) ?? 'the edge'}`;
	}

	test('a request is registered with Tab, Space, arrows and Ctrl+Enter', async ({ city }) => {
		const page = await city.browsers.marta.newPage();
		const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
		await page.goto('/oggi');
		await tabTo(page, page.getByRole('main').getByRole('link', { name: /^Nuova richiesta/ }));
		await page.keyboard.press('Enter');
		await page.waitForURL('**/richieste/nuova');

		await tabTo(page, page.getByLabel('Forse la conosciamo già: cerca'));
		await page.keyboard.type('Rosa Neri');
		await tabTo(page, button('Spesa e pasti'));
		await page.keyboard.press('Space');
		await expect(button('Spesa e pasti')).toHaveAttribute('aria-pressed', 'true');
		await tabTo(page, page.getByRole('radio', { name: 'Può aspettare' }));
		await page.keyboard.press('ArrowRight');
		await expect(page.getByRole('radio', { name: 'Questa settimana' })).toBeChecked();
		await tabTo(page, page.getByLabel('Cerca un servizio da aggiungere'));
		await page.keyboard.type('badnte');
		const hit = page.getByRole('button', { name: CARER_DESK });
		await expect(hit).toBeVisible();
		await tabTo(page, hit);
		await page.keyboard.press('Space');
		await expect(page.getByRole('list', { name: 'Servizi scelti' })).toContainText(CARER_DESK);

		await page.keyboard.press('Control+Enter');
		await page.waitForURL(/\/richieste\/[0-9a-f-]{36}$/);
		await expect(page.getByText(/^\s*Salvata sul tablet\. Codice/)).toBeVisible();
		await expect(page.getByRole('heading', { name: 'Rosa Neri' })).toBeVisible();
		await expect(page.getByRole('main')).toContainText('Questa settimana');
		await expect(page.getByRole('main')).toContainText(CARER_DESK);
		await page.close();
		city.guard.check();
	});

	test('a help offer is registered with Tab, Space and Ctrl+Enter', async ({ city }) => {
		const page = await city.browsers.piero.newPage();
		const button = (name: string) => page.getByRole('button', { name, exact: true });
		await page.goto('/aiuti/nuovo');
		await tabTo(page, page.getByRole('textbox', { name: 'Telefono' }));
		await page.keyboard.type('333 000 0002');
		await tabTo(page, button('Accompagnamenti'));
		await page.keyboard.press('Space');
		await tabTo(page, button('lunedì'));
		await page.keyboard.press('Space');
		await page.keyboard.press('Control+Enter');
		await page.waitForURL('/aiuti');
		await expect(page.getByRole('main').getByText('Accompagnamenti')).toBeVisible();
		await page.close();
		city.guard.check();
	});

	test('the bar of a phone opens the places it has no room for, and gives the focus back', async ({
		city
	}) => {
		const page = await city.browsers.marta.newPage();
		await page.setViewportSize(PHONE);
		await page.goto('/oggi');
		const bar = page.getByRole('navigation', { name: 'Parti dell’app' });
		await expect(bar.getByRole('listitem')).toHaveCount(4);
		const more = bar.getByRole('button', { name: 'Altro' });
		await tabTo(page, more);
		await page.keyboard.press('Enter');
		const rest = page.getByRole('dialog', { name: 'Altro' });
		await expect(rest.getByRole('link', { name: 'Persone' })).toBeVisible();
		await examine(page);
		await page.keyboard.press('Escape');
		await expect(rest).toHaveCount(0);
		await expect(more).toBeFocused();
		await page.keyboard.press('Enter');
		await rest.getByRole('link', { name: 'Persone' }).click();
		await page.waitForURL('/persone');
		await expect(rest).toHaveCount(0);
		await page.close();
		city.guard.check();
	});

	for (const { name, who, path } of [
		{ name: 'today at the desk', who: 'marta', path: '/oggi' },
		{ name: 'a new help offer', who: 'piero', path: '/aiuti/nuovo' },
		{ name: 'a new request', who: 'marta', path: '/richieste/nuova' },
		{ name: 'the triage board', who: 'chiara', path: '/smistamento' }
	] as const) {
		test(`no bar of ${name} hides the focus on a phone`, async ({ city }) => {
			const page = await city.browsers[who].newPage();
			await page.setViewportSize(PHONE);
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
			const hidden: string[] = [];
			for (let presses = 0; presses < MANY; presses += 1) {
				await page.keyboard.press('Tab');
				const name = await page.evaluate(hiddenFocus);
				if (name !== null) hidden.push(name);
			}
			expect(hidden).toEqual([]);
			await page.close();
			city.guard.check();
		});
	}

	test('what is to be sent takes the focus to its title, and gives it back', async ({ city }) => {
		const page = await city.browsers.marta.newPage();
		await page.goto('/oggi');
		await tabTo(page, syncChip(page));
		await page.keyboard.press('Enter');
		await expect(page.getByRole('heading', { name: 'Da inviare' })).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await expect(syncChip(page)).toBeFocused();
		await page.close();
		city.guard.check();
	});
});
