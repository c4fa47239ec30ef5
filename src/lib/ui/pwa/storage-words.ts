/** Whether the browser promised to keep the data, as a sentence. */
import { m } from '$lib/paraglide/messages';

export function storageText(state: 'unknown' | 'granted' | 'refused' | 'unsupported'): string {
	switch (state) {
		case 'unknown':
			return m.pwa_storage_unknown();
		case 'granted':
			return m.pwa_storage_granted();
		case 'refused':
			return `${m.pwa_storage_refused_title()} ${m.pwa_storage_refused()}`;
		case 'unsupported':
			return m.pwa_storage_unsupported();
	}
}
