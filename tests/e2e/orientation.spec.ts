/** From a few answers to what can be asked for, with the server dead, by keyboard alone. */
import type { Page } from '@playwright/test';
import { examine } from './support/examine.ts';
import { expect, test } from './support/fixtures.ts';
import { firstPage } from './support/tablets.ts';

const question = (page: Page) => page.getByRole('heading', { level: 2 }).first();

/** With Tab alone, as somebody without a mouse does. */
async function press(page: Page, name: string) {
	const wanted = page.getByRole('button', { name, exact: true });
	await expect(wanted).toBeVisible();
	for (let presses = 0; presses < 12; presses += 1) {
		await page.keyboard.press('Tab');
		if (await wanted.evaluate((element) => element === document.activeElement)) break;
	}
	await expect(wanted).toBeFocused();
	await page.keyboard.press('Enter');
}

async function answer(page: Page, asked: string) {
	switch (asked) {
		case 'Dove abiti?':
			return press(page, 'in città');
		case 'In che casa abiti?':
			return press(page, 'in affitto');
		case 'Quanti anni hai?':
			await page.keyboard.press('Tab');
			await page.keyboard.type('78');
			return page.keyboard.press('Enter');
		default:
			return press(page, 'Non so');
	}
}

/** From question to question, each answered by keyboard, until there is none. @returns what was asked */
async function converse(
	page: Page,
	last: string,
	answer: (page: Page, asked: string) => Promise<void>
): Promise<string[]> {
	await question(page).focus();
	const asked: string[] = [];
	for (;;) {
		const text = (await question(page).textContent()) ?? '';
		if (text === last) return asked;
		asked.push(text);
		await answer(page, text);
		await expect(question(page)).not.toHaveText(text);
		await expect(question(page)).toBeFocused();
	}
}

test('a citizen is oriented with the server dead, by keyboard, and nothing unanswered counts as a yes', async ({
	server,
	tablets,
	guard
}) => {
	guard.expectServerGone();
	const page = await firstPage(await tablets.open('anna'));
	await page.goto('/');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.getByRole('link', { name: 'Orientati' }).first().click();
	await expect(page.getByRole('button', { name: 'Non so' })).toBeVisible();
	await server.kill9();
	await page.reload();
	await expect(page.getByRole('button', { name: 'Non so' })).toBeVisible();

	const asked = await converse(page, 'Non c’è altro da chiedere', answer);
	expect(new Set(asked).size).toBe(asked.length);

	await test.step('what follows from an answer is not asked, and is shown', async () => {
		expect(asked).not.toContain('In famiglia c’è qualcuno di almeno 60 anni?');
		const known = page.getByRole('region', { name: 'Cosa sappiamo' }).getByRole('listitem');
		const implied = known.filter({ hasText: 'Qualcuno di almeno 60 anni' });
		await expect(implied).toContainText('Sì');
		await expect(implied.getByRole('button')).toBeVisible();
	});

	const maybe = page.getByRole('region', { name: /Potresti avere diritto/ });
	const toVerify = page.getByRole('region', { name: /Da verificare/ });
	const care = maybe.getByRole('article').filter({ hasText: 'Servizio di assistenza domiciliare' });
	await expect(care).toContainText('Età: 78 anni. Serve più di 65 anni');
	await expect(care).toContainText('Residenza: in città');
	await toVerify.getByRole('button', { name: /^Mostra altri/ }).click();
	const bills = toVerify.getByRole('article').filter({ hasText: 'Bonus sociale bollette' });
	await expect(bills).toContainText('Manca: ISEE ordinario. Il limite è 9.796 €');
	await expect(maybe).not.toContainText('Bonus sociale bollette');

	await test.step('nothing of it stands in the way of whoever sees or hears it otherwise', async () => {
		await care.getByText('Documenti, come si chiede, fonte').click();
		await examine(page);
		await care.getByText('Documenti, come si chiede, fonte').click();
	});

	await test.step('one answer is changed, and decides what was to verify', async () => {
		await page.getByRole('button', { name: 'Cambia: ISEE ordinario' }).click();
		await page.keyboard.press('Tab');
		await page.keyboard.type('circa ottomila');
		await page.keyboard.press('Enter');
		await expect(page.getByText(/Scrivi un importo in euro/)).toBeVisible();
		await page.getByRole('textbox').fill('8.200');
		await page.keyboard.press('Enter');
		await expect(
			maybe.getByRole('article').filter({ hasText: 'Bonus sociale bollette' })
		).toContainText('ISEE ordinario: 8.200 €. Il limite è 9.796 €');
		await expect(care).toContainText(/Costo con ISEE 8\.200: .*€/);
	});

	await test.step('a sheet to print says what could be asked for, and has no code', async () => {
		await page.getByRole('button', { name: 'Vedi il foglio da stampare' }).click();
		const sheet = page.getByRole('article');
		await expect(
			sheet.getByRole('heading', { name: 'Quello che si potrebbe chiedere' })
		).toBeFocused();
		const bills = sheet.getByRole('term').filter({ hasText: 'Bonus sociale bollette' });
		await expect(bills).toContainText('ARERA');
		await expect(bills).toContainText('dati da verificare');
		await expect(sheet).toContainText(/Altre possibilità che qui non ci stanno: \d+/);
		await expect(sheet).not.toContainText('Il tuo codice');
		await expect(sheet).toContainText('non sono partite da questo apparecchio');
		await page.getByRole('button', { name: 'Torna alle risposte' }).click();
	});

	const said = (region: string) => page.getByRole('region', { name: region }).getByRole('listitem');

	await test.step('whoever looks at a service and comes back finds their answers', async () => {
		const before = await said('Cosa sappiamo').allTextContents();
		await care.getByText('Documenti, come si chiede, fonte').click();
		await care.getByRole('link', { name: 'Apri la scheda' }).click();
		await page.waitForURL(/\/catalogo\//);
		await page.goBack();
		await expect(said('Cosa sappiamo')).toHaveText(before);
		await expect(
			page.getByText('Se adesso si tratta di un’altra persona, ricomincia.')
		).toBeVisible();
	});

	await test.step('in English, too, with what was answered', async () => {
		const count = await said('Cosa sappiamo').count();
		await page.getByRole('button', { name: 'English' }).click();
		await expect(page.getByRole('heading', { name: 'Orientation' })).toBeVisible();
		await expect(page.getByRole('button', { name: 'Italiano' })).toBeFocused();
		await expect(said('What we know')).toHaveCount(count);
		await expect(said('What we know').filter({ hasText: '€8,200' })).toBeVisible();
	});

	await test.step('and once more from the first question, by keyboard', async () => {
		await page.getByRole('complementary').getByRole('button', { name: 'Start again' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Start again' }).press('Enter');
		await expect(page.getByRole('dialog')).toBeHidden();
		await examine(page);
		const inEnglish = await converse(page, 'There is nothing more to ask', async (page, asked) => {
			if (asked !== 'How old are you?') return press(page, 'Don’t know');
			await page.keyboard.press('Tab');
			await page.keyboard.type('78');
			await page.keyboard.press('Enter');
		});
		expect(inEnglish).toContain('How old are you?');
		await expect(page.getByRole('region', { name: /To verify/ })).toContainText('Missing: ');
		await examine(page);
	});
});
