/** Whether the browser promised to keep the data, and what to do when it did not. */
import type { BrowserKind } from '$lib/domain/devices/browser-kind';
import { m } from '$lib/paraglide/messages';
import { persistenceText } from './persistence-words';

export function refusalText(state: 'refused' | 'unsupported', browser: BrowserKind): string {
	if (state === 'unsupported') return m.pwa_storage_unsupported();
	return `${m.pwa_storage_refused()} ${persistenceText(browser)}`;
}

export function storageText(
	state: 'unknown' | 'granted' | 'refused' | 'unsupported',
	browser: BrowserKind
): string {
	switch (state) {
		case 'unknown':
			return m.pwa_storage_unknown();
		case 'granted':
			return m.pwa_storage_granted();
		case 'refused':
			return `${m.pwa_storage_refused_title()} ${refusalText(state, browser)}`;
		case 'unsupported':
			return m.pwa_storage_unsupported();
	}
}
