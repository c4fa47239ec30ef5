/** What must hold of a screen, whatever it shows. */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { LANDSCAPE } from './tablets.ts';

type Size = typeof LANDSCAPE;

const WCAG_A_AND_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What moves or fades has other colours on the way. */
async function untilStill(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await new Promise(requestAnimationFrame);
		await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
	});
}

/** How high the page is, when it has been as high for some frames: what comes into sight is laid out only then. */
async function settledHeight(page: Page): Promise<number> {
	await untilStill(page);
	return page.evaluate(async () => {
		const FRAMES = 3;
		let whole = 0;
		for (let same = 0; same < FRAMES; same += 1) {
			await new Promise(requestAnimationFrame);
			const { scrollHeight } = document.documentElement;
			if (scrollHeight !== whole) same = 0;
			whole = scrollHeight;
		}
		return whole;
	});
}

/**
 * axe takes for too small what merely lies under the bottom bar at this moment: a higher window has everything in it. What was
 * out of sight is laid out only then, and can be higher than was thought.
 */
async function showWhole(page: Page, { width, height }: Size): Promise<void> {
	await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
	for (let shown = height, tries = 0; tries < 8; tries += 1) {
		const whole = await settledHeight(page);
		if (whole <= shown) return;
		shown = whole;
		await page.setViewportSize({ width, height: shown });
		await page.waitForFunction((high) => innerHeight === high, shown);
	}
	throw new Error('The page is higher than any window it is given.');
}

/** What does not fit the window's width: the page itself, or controls and words cut off at its edge. */
function tooWide(): string[] {
	const { scrollWidth, clientWidth } = document.documentElement;
	const found = scrollWidth > clientWidth ? [`the page by ${scrollWidth - clientWidth} px`] : [];
	/** A line of chips is made to be pushed. */
	const isInLine = (element: Element) => {
		for (let each = element.parentElement; each; each = each.parentElement) {
			const { overflowX, flexDirection, display } = getComputedStyle(each);
			if (display === 'flex' && flexDirection === 'row' && /auto|scroll/.test(overflowX))
				return true;
		}
		return false;
	};
	for (const element of document.querySelectorAll(
		'input, select, textarea, button, a, h1, h2, h3, p'
	)) {
		const { left, right, width } = element.getBoundingClientRect();
		const isSeen = width > 1 && element.checkVisibility({ visibilityProperty: true });
		if (!isSeen || (left > -1 && right < clientWidth + 1) || isInLine(element)) continue;
		found.push(`${element.outerHTML.slice(0, 100)} from ${left} to ${right}`);
	}
	return found;
}

/** Of WCAG A and AA, as axe finds them. It is put into each page once, and says nothing of what is in order: that is slow. */
async function violationsOf(page: Page): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	return page.evaluate(async (tags) => {
		const inPage = (window as unknown as { axe: typeof axe }).axe;
		const { violations } = await inPage.run({ runOnly: tags, resultTypes: ['violations'] });
		return violations.flatMap(({ id, nodes }) =>
			nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`)
		);
	}, WCAG_A_AND_AA);
}

/** No axe violation, and nothing wider than the window, of the whole page as it stands. */
export async function examine(page: Page): Promise<void> {
	const size = page.viewportSize() ?? LANDSCAPE;
	await showWhole(page, size);
	expect(await violationsOf(page)).toEqual([]);
	expect(await page.evaluate(tooWide)).toEqual([]);
	await page.setViewportSize(size);
}

/** A code's letters are drawn by lot, and M and W are the widest. */
function widenCodes(): void {
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = texts.nextNode(); node; node = texts.nextNode()) {
		const text = node.nodeValue ?? '';
		node.nodeValue = text.replace(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\b/g, 'WWMW-MWWM-WMMW');
	}
}

/** Turned upright, enlarged or moved to a small phone, as it stands: everything is still within the window. */
export async function examineWidths(page: Page): Promise<void> {
	await page.evaluate(widenCodes);
	for (const { name, size } of [
		{ name: 'on a tablet held upright', size: { width: 800, height: 1280 } },
		// A landscape tablet at 200 % has this many CSS pixels left (WCAG 1.4.4).
		{ name: 'at twice the size', size: { width: 640, height: 400 } },
		// WCAG 1.4.10, Reflow.
		{ name: 'on the narrowest phone', size: { width: 320, height: 640 } }
	]) {
		await page.setViewportSize(size);
		await untilStill(page);
		expect(await page.evaluate(tooWide), name).toEqual([]);
	}
}
