/** Which of the server's keys a grant was signed with, as its header says. Whether it is true only the server can tell. */
import type { ServerKey } from '../../domain/devices/device-api.ts';
import { fromBase64url, fromUtf8 } from '../vault/bytes.ts';

/** False for a grant that the server no longer takes: it has lost that key, and another grant is to be asked for. */
export function isOfKnownKey(grant: string, serverKeys: readonly ServerKey[]): boolean {
	try {
		const head = JSON.parse(fromUtf8(fromBase64url(grant.split('.')[0] ?? ''))) as {
			kid?: unknown;
		};
		return serverKeys.some(({ kid }) => kid === head.kid);
	} catch {
		return false;
	}
}
