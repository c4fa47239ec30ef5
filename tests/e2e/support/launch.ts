import { chromium, type BrowserContext } from '@playwright/test';

type Options = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/**
 * A browser with its data in this folder. Now and then Chromium ends by itself while it starts, with nothing of ours in it yet:
 * it is said, and started once more.
 */
export async function launch(profile: string, options: Options): Promise<BrowserContext> {
	try {
		return await chromium.launchPersistentContext(profile, options);
	} catch (error) {
		const text = error instanceof Error ? error.message : '';
		if (!text.includes('Segmentation fault')) throw error;
		console.warn(`Chromium ended while it started on ${profile}; started once more.`);
		return chromium.launchPersistentContext(profile, options);
	}
}
