/**
 * What lies in the second copy and is of another enrolment of this very device: everything else that knew of it is gone.
 *
 * It is sent under its own store and numbers, by the tablet that the device is now. The server opens it, sees that
 * another tablet sealed it, and keeps it for the administrator, who takes it in its author's name. Sent twice it counts
 * once: its id is the same.
 */
import { PUSH_BATCH } from '../../../../sync/protocol/limits.ts';
import { pushResponseSchema, type PushRequest } from '../../../../sync/protocol/push.ts';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import { PROTOCOL } from '../../../../sync/protocol/version.ts';
import type { Transport } from '../../../../sync/client/ports.ts';
import { takeBatch } from '../../../../sync/client/store-rules.ts';
import * as v from 'valibot';
import type { JournalFile } from './journal-port.ts';

export interface Stranded {
	storeId: string;
	/** The files it is in. */
	names: string[];
	envelopes: SealedEnvelope[];
	sessions: SealedSession[];
}

/** By store, each envelope once, in order. */
export function strandedIn(files: readonly JournalFile[], deviceId: string): Stranded[] {
	const stores = new Map<string, Map<string, SealedEnvelope>>();
	for (const record of files.flatMap(({ records }) => records)) {
		if (record.kind !== 'envelope' || record.deviceId === deviceId) continue;
		const byId = stores.get(record.storeId) ?? new Map<string, SealedEnvelope>();
		stores.set(record.storeId, byId.set(record.envelope.id, record.envelope));
	}
	const sessions = files.flatMap(({ records }) =>
		records.flatMap((record) => (record.kind === 'session' ? [record.session] : []))
	);
	return [...stores].map(([storeId, byId]) => {
		const envelopes = [...byId.values()].sort((a, b) => a.seq - b.seq);
		const needed = new Set(envelopes.map(({ session }) => session));
		const isOf = ({ records }: JournalFile) =>
			records.some((record) => record.kind === 'envelope' && record.storeId === storeId);
		return {
			storeId,
			names: files.filter(isOf).map(({ name }) => name),
			envelopes,
			sessions: [...new Map(sessions.map((each) => [each.id, each])).values()].filter(({ id }) =>
				needed.has(id)
			)
		};
	});
}

interface From {
	deviceId: string;
	appVersion: string;
	schemaVersion: number;
	now(): number;
}

/** @returns true when the server has all of it: accepted, refused or kept for somebody to look at */
export async function sendStranded(
	{ storeId, envelopes, sessions }: Stranded,
	push: Transport['push'],
	{ deviceId, appVersion, schemaVersion, now }: From
): Promise<boolean> {
	let left = envelopes;
	while (left.length > 0) {
		const intents = takeBatch(left, PUSH_BATCH);
		const needed = new Set(intents.map((each) => ('session' in each ? each.session : '')));
		const request: PushRequest = {
			...{ protocol: PROTOCOL, schemaVersion, appVersion, epoch: null, deviceId, storeId },
			...{ deviceNow: now(), pending: left.length, highestSeq: envelopes.at(-1)?.seq ?? 0 },
			...{ withheld: [], held: [], intents },
			sessions: sessions.filter(({ id }) => needed.has(id))
		};
		const result = await push(request);
		const parsed = result.kind === 'answer' && v.safeParse(pushResponseSchema, result.body);
		if (!parsed || !parsed.success || parsed.output.storeId !== storeId) return false;
		const { outcomes } = parsed.output;
		const isTaken = intents.every(
			({ id }, index) => outcomes[index]?.id === id && outcomes[index]?.outcome !== 'unopened'
		);
		if (!isTaken) return false;
		left = left.slice(intents.length);
	}
	return true;
}
