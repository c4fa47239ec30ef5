/** The keyboard is enough, and no bar hides where one is. */
import type { Locator, Page } from '@playwright/test';
import { CARER_DESK, test } from './support/city.ts';
import { registerRequest, signIn, syncChip } from './support/desk.ts';
import { examine } from './support/examine.ts';
import { expect } from './support/fixtures.ts';
import { firstPage, LANDSCAPE, PHONE } from './support/tablets.ts';

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
	await expect(page.getByText(/^\s*Salvata sul computer\. Codice/)).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Rosa Neri' })).toBeVisible();
	await expect(page.getByRole('main')).toContainText('Questa settimana');
	await expect(page.getByRole('main')).toContainText(CARER_DESK);
	await page.close();
	city.guard.check();
});

test('what Save complains about takes the focus, and leaves it to whoever puts it right', async ({
	city
}) => {
	const page = await city.browsers.marta.newPage();
	const complaints = page.getByRole('heading', { name: 'Controlla due cose.' });
	const phone = page.getByRole('textbox', { name: 'Telefono' });
	await page.goto('/richieste/nuova');
	await page.getByRole('button', { name: 'È una persona nuova' }).click();
	await phone.fill('non');
	await page.keyboard.press('Control+Enter');
	await expect(complaints).toBeFocused();
	await phone.focus();
	await page.keyboard.press('End');
	await page.keyboard.type(' lo so');
	await expect(phone).toHaveValue('non lo so');
	await expect(phone).toBeFocused();
	await page.keyboard.press('Control+Enter');
	await expect(complaints).toBeFocused();
	await page.close();
	city.guard.check();
});

test('the sign-in is in English for whoever asks for it', async ({ city }) => {
	const page = await city.browsers.citizen.newPage();
	await page.goto('/entra');
	await page.getByRole('button', { name: 'English' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('Username')).toBeFocused();
	await expect(page.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
	await page.getByRole('button', { name: 'Italiano' }).click();
	await expect(page.getByLabel('Nome utente')).toBeVisible();
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

for (const { name, who, path, last } of [
	{ name: 'today at the desk', who: 'marta', path: '/oggi', last: 'Lucia Bianchi' },
	{ name: 'a new help offer', who: 'piero', path: '/aiuti/nuovo', last: 'Salva l’aiuto' },
	{ name: 'a new request', who: 'marta', path: '/richieste/nuova', last: 'Avanti' },
	{ name: 'the triage board', who: 'chiara', path: '/smistamento', last: 'Lucia Bianchi' }
] as const) {
	test(`no bar of ${name} hides the focus on a phone`, async ({ city }) => {
		const page = await city.browsers[who].newPage();
		await page.setViewportSize(PHONE);
		await page.goto(path);
		// What comes later pushes whatever has the focus, and nothing scrolls it back.
		await expect(page.getByText(last).filter({ visible: true }).first()).toBeVisible();
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

test('a phone folds the filters of the board into a line that says how many are on', async ({
	city
}) => {
	const page = await city.browsers.chiara.newPage();
	await page.setViewportSize(PHONE);
	await page.goto('/smistamento');
	const card = page.getByRole('button').filter({ hasText: 'Lucia Bianchi' });
	await expect(card).toBeVisible();
	const fold = page.getByRole('button', { name: /^Filtri/ });
	const urgency = page.getByLabel('Urgenza');
	await expect(urgency).toBeHidden();
	await tabTo(page, fold);
	await page.keyboard.press('Enter');
	await expect(fold).toHaveAttribute('aria-expanded', 'true');
	await tabTo(page, urgency);
	await page.keyboard.press('ArrowDown');
	await expect(fold).toHaveText('Filtri · 1');
	await examine(page);
	await fold.click();
	await expect(urgency).toBeHidden();
	await expect(fold).toHaveText('Filtri · 1');
	await page.setViewportSize(LANDSCAPE);
	await expect(urgency).toBeVisible();
	await expect(fold).toBeHidden();
	await page.close();
	city.guard.check();
});

test('what has just been said lies over nothing that can be done in a drawer, and keeps its code whole', async ({
	city
}) => {
	const page = await city.browsers.marta.newPage();
	await page.setViewportSize(PHONE);
	await page.goto('/oggi');
	const { code } = await registerRequest(page, { need: 'Spesa e pasti' });
	const toast = page.getByRole('status').filter({ hasText: 'Salvata sul computer' });
	const linesOfCode = () =>
		toast.getByText(code, { exact: true }).evaluate((inline) => inline.getClientRects().length);
	expect(await linesOfCode()).toBe(1);
	await syncChip(page).click();
	const drawer = page.getByRole('dialog', { name: 'Da inviare' });
	const words = drawer.getByText('Salvata sul computer');
	// Under the pointer it stays.
	await words.hover();
	expect(await linesOfCode()).toBe(1);
	const said = await words.boundingBox();
	const button = await drawer.getByRole('button', { name: 'Prova a inviare adesso' }).boundingBox();
	expect(said!.y + said!.height).toBeLessThanOrEqual(button!.y);
	await page.close();
	city.guard.check();
});

test('whoever has signed in hears the title of their first page, and not of the one they left', async ({
	tablets,
	guard
}) => {
	const page = await firstPage(await tablets.open('marta'));
	await signIn(page, 'marta');
	await expect(page.locator('#svelte-announcer')).toHaveText(/^Oggi/);
	guard.check();
});
