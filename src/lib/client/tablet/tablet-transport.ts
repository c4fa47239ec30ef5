/**
 * The way to the server from a tablet: it sends with its own token, whoever is at it or nobody; it receives with the token
 * of the person who has unlocked it.
 */
import type { Transport, TransportResult } from '../../../../sync/client/ports.ts';
import { createHttpTransport } from '../sync/transport.ts';
import type { Unlocked } from './unlocked.ts';

/** @param onRefused the server no longer lets this person, or anybody, work here: its word for why */
export function createTabletTransport(
	deviceToken: string,
	person: Unlocked | null,
	onRefused: (kind: string) => void
): Transport {
	const send = createHttpTransport(fetch, async () => deviceToken);
	const receive = createHttpTransport(fetch, async () => {
		const result = await person?.token();
		return result?.ok ? result.token : null;
	});
	async function pull(request: Parameters<Transport['pull']>[0]): Promise<TransportResult> {
		const allowed = await person?.token();
		if (!allowed) return { kind: 'unreachable' };
		if (!allowed.ok) {
			const { kind } = allowed.error;
			if (kind === 'offline' || kind === 'server') return { kind: 'unreachable' };
			onRefused(kind);
			return { kind: 'refused', status: 401, retryAfterMs: null };
		}
		const result = await receive.pull(request);
		// It ended at the server before it ended here; the next contact asks for another.
		if (result.kind === 'refused' && result.status === 401) person?.dropToken();
		return result;
	}
	return { push: send.push, pull, isOnline: send.isOnline };
}
