/** What holds of every screen, whoever it is for: see `examineScreen`. */
import { expect } from '@playwright/test';
import { test } from './support/city.ts';
import { examine } from './support/examine.ts';
import { examineScreen, screens } from './support/screens.ts';

for (const screen of screens) {
	test(`${screen.name} has no axe violation, nothing too wide and no error`, async ({ city }) => {
		await examineScreen(screen, city);
	});
}

test('the labels of the filters above a list stand in one line', async ({ city }) => {
	const page = await city.browsers.marta.newPage();
	for (const [path, ...labels] of [
		['/richieste', 'Quali', 'Urgenza', 'Bisogno'],
		['/aiuti', 'Quali', 'Che cosa', 'Giorno', 'Lingua', 'Quartiere']
	] as const) {
		await page.goto(path);
		const tops: number[] = [];
		for (const label of labels) {
			const box = await page.getByRole('main').getByText(label, { exact: true }).boundingBox();
			tops.push(Math.round(box!.y));
		}
		expect(new Set(tops).size, `${path}: ${tops.join(', ')}`).toBe(1);
	}
	await page.close();
	city.guard.check();
});

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
