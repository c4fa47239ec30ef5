/** A browser that ends as when the tablet is switched off by force: at once, every process of it. */
import type { BrowserContext } from '@playwright/test';

/** @returns what kills it, without asking it anything */
export async function browserKiller(context: BrowserContext): Promise<() => Promise<void>> {
	const browser = context.browser();
	if (!browser) throw new Error('No browser of its own');
	const devtools = await browser.newBrowserCDPSession();
	const pids = async () => {
		const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
		return processInfo.map(({ id }) => id);
	};
	const known = await pids();
	return async () => {
		const closed = new Promise<void>((resolve) => context.once('close', () => resolve()));
		for (const pid of known) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch (error) {
				// The others may have ended with the first.
				if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
			}
		}
		await closed;
	};
}
