/** What to do so that a browser keeps the data: each has its own rule for it. */
import type { BrowserKind } from '$lib/domain/devices/browser-kind';
import { m } from '$lib/paraglide/messages';

export function persistenceText(browser: BrowserKind): string {
	switch (browser) {
		// Chromium asks nobody: it grants to what is installed, bookmarked or may notify.
		case 'chromium':
			return m.enrol_storage_chromium();
		// Firefox asks the person, once.
		case 'firefox':
			return m.enrol_storage_firefox();
		// Safari clears a site that was not opened for a week, unless it stands on the home screen.
		case 'safari':
			return m.enrol_storage_safari();
		case 'other':
			return m.enrol_storage_other();
	}
}
