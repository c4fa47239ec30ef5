/** A device with no room left, as Chromium makes one for a single origin. */
import { expect, type CDPSession, type Page } from '@playwright/test';

/** Its databases ask how much room there is once in half a minute, whatever is written meanwhile. */
const ASKS_AGAIN_MS = 60_000;

/** One small write into a database of its own. @returns why it was refused, or null */
function writeOnce(): Promise<string | null> {
	return new Promise((resolve) => {
		const opening = indexedDB.open('only-to-try');
		opening.onupgradeneeded = () => opening.result.createObjectStore('tries');
		opening.onerror = () => resolve(opening.error?.name ?? 'not opened');
		opening.onsuccess = () => {
			const database = opening.result;
			const writing = database.transaction('tries', 'readwrite', { durability: 'strict' });
			writing.objectStore('tries').put('x'.repeat(512), 0);
			const end = (reason: string | null) => {
				database.close();
				resolve(reason);
			};
			writing.oncomplete = () => end(null);
			writing.onabort = () => end(writing.error?.name ?? 'ended');
		};
	});
}

export interface Disk {
	/** Until nothing more is taken. @param leave bytes below what the app takes now; without it, nothing at all */
	fill(leave?: number): Promise<void>;
	/** There is as much room as before. */
	empty(): Promise<void>;
}

export async function diskOf(page: Page, origin: string): Promise<Disk> {
	const session: CDPSession = await page.context().newCDPSession(page);
	const limit = (quotaSize?: number) =>
		session.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize && { quotaSize }) });
	return {
		async fill(below) {
			const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
			await limit(below === undefined ? 1 : used - below);
			await expect
				.poll(() => page.evaluate(writeOnce), { timeout: ASKS_AGAIN_MS })
				.toBe('QuotaExceededError');
		},
		empty: async () => void (await limit())
	};
}
