/**
 * Collects what goes wrong inside the pages of a browser: console errors and exceptions nobody caught. A test that did
 * not announce one fails.
 */
import type { BrowserContext } from '@playwright/test';

/** A console error that belongs to what the test does, named as narrowly as it can be. */
export interface ExpectedError {
	text: RegExp;
	/** Start of the address the message is about. */
	url: string;
}

/** What Chromium itself writes when nobody listens at the server's address. */
const NOBODY_ANSWERS =
	/^Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)$/;

export class ConsoleGuard {
	readonly problems: string[] = [];
	readonly #expected: ExpectedError[] = [];

	watch(context: BrowserContext, who: string): void {
		context.on('console', (message) => {
			if (message.type() !== 'error') return;
			const text = message.text();
			const { url } = message.location();
			const isExpected = this.#expected.some(
				(rule) => rule.text.test(text) && url.startsWith(rule.url)
			);
			if (!isExpected) this.problems.push(`${who}: ${text} (${url})`);
		});
		context.on('weberror', (error) => {
			this.problems.push(`${who}: ${error.error().stack ?? String(error.error())}`);
		});
	}

	expect(...rules: ExpectedError[]): void {
		this.#expected.push(...rules);
	}

	/** The app's own calls may fail while the server is dead; a script, a style or a page may not. */
	expectDeadServer(origin: string): void {
		this.expect({ text: NOBODY_ANSWERS, url: `${origin}/api/` });
	}
}
