/**
 * A tablet's unsent queue as a file, for somebody to carry to where there is a network. See sync/protocol/carried.ts.
 *
 * Invariants
 * - Nothing is opened to write it: a locked tablet writes it as well as an unlocked one.
 * - Nothing changes on the tablet: what is in the file is unsent until the server has told the tablet itself.
 * - The file's name says which tablet and which day, and nothing of anybody's.
 */
import { SEALED_QUEUE_FORMAT, type SealedQueue } from '../../../../sync/protocol/carried.ts';
import type { SealedEnvelope } from '../../../../sync/protocol/sealed.ts';
import { isDecided, isStillSealed } from '../../../../sync/client/exceptions.ts';
import { PROTOCOL } from '../../../../sync/protocol/version.ts';
import type { Stranded } from '../journal/stranded.ts';
import type { DeviceDatabase, StoredOutboxEntry } from '../store/device-database.ts';

export interface SealedFile {
	blob: Blob;
	name: string;
}

function sealedOf({ seq, envelope }: StoredOutboxEntry): SealedEnvelope[] {
	return envelope.v === 1 ? [{ ...envelope, seq }] : [];
}

/**
 * @param schemaVersion of the app's records
 * @param only these seqs; without it, what a push would send
 * @returns null when there is nothing
 */
export async function readSealedQueueOf(
	database: DeviceDatabase,
	schemaVersion: number,
	only?: readonly number[]
): Promise<SealedQueue | null> {
	const { meta, outbox, exceptions, sessions } = database;
	return database.transaction('r', [meta, outbox, exceptions, sessions], async () => {
		const stored = await meta.get('meta');
		if (!stored) return null;
		const { deviceId, storeId, answeredSeq, missing } = stored;
		const standing = new Map((await exceptions.toArray()).map((each) => [each.seq, each]));
		const isToSend = ({ seq }: StoredOutboxEntry) => {
			if (only) return only.includes(seq);
			const exception = standing.get(seq);
			// What the server could not open is nowhere else; another time it may.
			if (exception) return isStillSealed(exception) && !isDecided(exception);
			return seq > answeredSeq || missing.includes(seq);
		};
		const entries = await outbox.orderBy('seq').filter(isToSend).toArray();
		const envelopes = entries.flatMap(sealedOf);
		if (envelopes.length === 0) return null;
		// Those the server was said to keep too: it may have been put back since.
		const needed = await sessions.bulkGet([...new Set(envelopes.map(({ session }) => session))]);
		return {
			...{ format: SEALED_QUEUE_FORMAT, v: 1, protocol: PROTOCOL, schemaVersion },
			...{ deviceId, storeId },
			sessions: needed.flatMap((entry) => entry?.session ?? []),
			envelopes
		};
	});
}

/**
 * With what lies in the second copy alone, of an earlier enrolment of this device: under its own stores and names.
 * @returns null when there is nothing of either
 */
export function withStranded(
	own: SealedQueue | null,
	stranded: readonly Pick<Stranded, 'storeId' | 'envelopes' | 'sessions'>[],
	schemaVersion: number
): SealedQueue | null {
	const parts = stranded.flatMap(({ storeId, envelopes, sessions }) => {
		// Whose store it was stands in its sessions.
		const deviceId = sessions[0]?.deviceId;
		return deviceId && envelopes.length > 0 ? [{ deviceId, storeId, sessions, envelopes }] : [];
	});
	const [first, ...rest] = parts;
	if (!first) return own;
	if (own) return { ...own, others: parts };
	const about = { format: SEALED_QUEUE_FORMAT, v: 1, protocol: PROTOCOL, schemaVersion } as const;
	return { ...about, ...first, ...(rest.length > 0 && { others: rest }) };
}

/** @param now milliseconds since the epoch */
export function sealedFile(queue: SealedQueue, tabletName: string, now: number): SealedFile {
	const day = new Date(now).toISOString().slice(0, 10);
	const tablet = tabletName
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	return {
		blob: new Blob([JSON.stringify(queue)], { type: 'application/json' }),
		name: `${['sportello', tablet, day].filter(Boolean).join('-')}.sealed.json`
	};
}
