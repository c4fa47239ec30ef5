/**
 * Collects what goes wrong inside the pages of a browser: console errors and exceptions nobody caught. A test that did
 * not announce one fails.
 */
import type { BrowserContext } from '@playwright/test';

/** What Chromium itself writes when a connection is refused, or ends before the answer is whole. */
const NO_ANSWER =
	/^Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)$/;

export class ConsoleGuard {
	readonly #origin: string;
	readonly #problems: string[] = [];
	readonly #expected: { text: RegExp; url: string }[] = [];

	/** @param origin of the server whose pages are watched */
	constructor(origin: string) {
		this.#origin = origin;
	}

	watch(context: BrowserContext, who: string): void {
		context.on('console', (message) => {
			if (message.type() !== 'error') return;
			const text = message.text();
			const { url } = message.location();
			const isExpected = this.#expected.some(
				(rule) => rule.text.test(text) && url.startsWith(this.#origin + rule.url)
			);
			if (!isExpected) this.#problems.push(`${who}: ${text} (${url})`);
		});
		context.on('weberror', (error) => {
			this.#problems.push(`${who}: ${error.error().stack ?? String(error.error())}`);
		});
	}

	/**
	 * The app's own calls may go unanswered, or meet a server that is only just starting and says so. A script, a style
	 * or a page may not.
	 */
	expectServerGone(): void {
		this.#expected.push({ text: NO_ANSWER, url: '/api/' });
		this.expectStatus(503, '/api/');
	}

	/** The browser knows that it has no network, and the app's own calls meet that. */
	expectNoNetwork(): void {
		this.#expected.push({ text: /net::ERR_INTERNET_DISCONNECTED$/, url: '/api/' });
	}

	/** The server answers calls to this path with this status. */
	expectStatus(status: number, path: string): void {
		const text = new RegExp(
			`^Failed to load resource: the server responded with a status of ${status} `
		);
		this.#expected.push({ text, url: path });
	}

	/** Fails when something went wrong since the last time. */
	check(): void {
		const problems = this.#problems.splice(0);
		if (problems.length > 0) {
			throw new Error(`Errors inside the pages:\n${problems.join('\n')}`);
		}
	}
}
