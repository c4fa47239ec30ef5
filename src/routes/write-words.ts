/** Why something could not be saved, and that nothing is lost. */
import { m } from '$lib/paraglide/messages';
import { thisDevice } from './this-device';

export function writeProblem(kind: 'invalid' | 'storage-full' | 'read-only' | 'failed'): string {
	switch (kind) {
		case 'storage-full':
			return m.write_failed_full({ device: thisDevice() });
		case 'read-only':
			return m.write_failed_read_only();
		case 'invalid':
			return m.write_failed_invalid();
		case 'failed':
			return m.write_failed();
	}
}
