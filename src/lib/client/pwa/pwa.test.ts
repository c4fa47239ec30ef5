import { describe, expect, it } from 'vitest';
import { stepsFor } from './install.svelte';
import { createUnsaved } from './unsaved.svelte';

describe('input that is not saved yet', () => {
	it('holds back an update until everybody has let go, however often they say so', () => {
		const unsaved = createUnsaved();
		const form = unsaved.hold();
		const note = unsaved.hold();
		form();
		form();
		expect(unsaved.busy).toBe(true);
		note();
		expect(unsaved.busy).toBe(false);
	});
});

describe('the steps to keep the app by hand', () => {
	const safariOnIphone =
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
	const safari =
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';
	it.each([
		['an iPhone', safariOnIphone, 5, 'ios'],
		['an iPad, which calls itself a Mac', safari, 5, 'ios'],
		['a Mac', safari, 0, null],
		[
			'Firefox on Android',
			'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
			5,
			'android'
		],
		[
			'Chrome on Android, which has its own prompt',
			'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
			5,
			null
		]
	])('are told on %s', (_, userAgent, touchPoints, steps) => {
		expect(stepsFor(userAgent, touchPoints)).toBe(steps);
	});
});
