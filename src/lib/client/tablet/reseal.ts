/**
 * Sealing anew what the server could not open, when its author has unlocked the tablet.
 *
 * Invariants
 * - A record keeps its id and its number: should the first copy turn up later, carried by hand or opened by a key that was
 *   found again, the server knows it by its id and it counts once. The server has noted nothing of what it could not open.
 * - Only the author's own. The session that seals it anew is signed by the author's key and carries their grant, which
 *   nobody else has: a colleague of the desk reads it, and would only be taken for a forger.
 * - What does not open here stays as it is. What was registered without unlocking opens nowhere but at the server.
 * - The new session is durable before the first envelope sealed under it.
 */
import { isDecided, isStillSealed } from '../../../../sync/client/exceptions.ts';
import type { DeviceMeta, Exception } from '../../../../sync/client/ports.ts';
import type { SealedEnvelope } from '../../../../sync/protocol/sealed.ts';
import type { DeviceDatabase, StoredMeta } from '../store/device-database.ts';
import {
	openContentKey,
	openIntent,
	sealIntent,
	type ContentKey,
	type OpenVault
} from '../vault/sealing.ts';

interface Parts {
	records: DeviceDatabase;
	deviceId: string;
	/** Who has unlocked. */
	actor: string;
	vaults: readonly OpenVault[];
	/** Of the session just begun; it is durable. */
	content: ContentKey;
}

export interface Resealed {
	envelopes: SealedEnvelope[];
	/** The store after it. */
	meta: DeviceMeta;
}

interface Found {
	exception: Exception;
	envelope: SealedEnvelope;
}

/** What the server could not open, and nobody has decided about. */
export const unopened = (exceptions: DeviceDatabase['exceptions']) =>
	exceptions.filter((each) => isStillSealed(each) && !isDecided(each));

async function unopenedOf({ records, actor, content }: Parts): Promise<Found[]> {
	const { outbox, exceptions } = records;
	return records.transaction('r', [outbox, exceptions], async () => {
		const standing = await unopened(exceptions).toArray();
		const entries = await outbox.bulkGet(standing.map(({ seq }) => seq));
		return standing.flatMap((exception, index): Found[] => {
			const entry = entries[index];
			if (entry?.envelope.v !== 1 || entry.envelope.actor !== actor) return [];
			if (entry.envelope.session === content.sessionId) return [];
			return [{ exception, envelope: { ...entry.envelope, seq: entry.seq } }];
		});
	});
}

async function sealAnew(
	{ records, deviceId, vaults, content }: Parts,
	found: readonly Found[]
): Promise<SealedEnvelope[]> {
	const ids = [...new Set(found.map(({ envelope }) => envelope.session))];
	const keys = new Map<string, ContentKey>();
	for (const entry of await records.sessions.bulkGet(ids)) {
		const key = entry && (await openContentKey(entry.session, vaults));
		if (key) keys.set(key.sessionId, key);
	}
	const anew = found.map(async ({ envelope }): Promise<SealedEnvelope[]> => {
		const key = keys.get(envelope.session);
		const opened = key && (await openIntent(key, envelope, deviceId));
		if (!opened) return [];
		const { seq, ...intent } = opened;
		return [{ ...(await sealIntent(content, intent, deviceId)), seq }];
	});
	return (await Promise.all(anew)).flat();
}

/**
 * All of it or none, in one transaction: from then on it is unsent, and goes with the next push.
 * @returns null when there was nothing that could be sealed anew
 */
export async function reseal(parts: Parts): Promise<Resealed | null> {
	const found = await unopenedOf(parts);
	if (found.length === 0) return null;
	const anew = new Map((await sealAnew(parts, found)).map((each) => [each.seq, each]));
	const { meta, outbox, exceptions } = parts.records;
	return parts.records.transaction('rw', [meta, outbox, exceptions], async () => {
		const before = await meta.get('meta');
		if (!before) return null;
		const done: SealedEnvelope[] = [];
		for (const { exception, envelope } of found) {
			const resealed = anew.get(exception.seq);
			const standing = await outbox.get(exception.seq);
			// Another tab may have sent it, or given it up, while it was being sealed.
			const isAsBefore =
				standing?.envelope.id === envelope.id && (await exceptions.get(exception.seq));
			if (!resealed || !isAsBefore || isDecided(isAsBefore)) continue;
			const { seq, ...rest } = resealed;
			await outbox.put({ seq, envelope: rest });
			await exceptions.delete(seq);
			done.push(resealed);
		}
		if (done.length === 0) return null;
		const gone = done.map(({ seq }) => seq).filter((seq) => seq <= before.answeredSeq);
		const missing = [...new Set([...before.missing, ...gone])].sort((a, b) => a - b);
		const after: StoredMeta = { ...before, missing };
		await meta.put(after);
		const { name: _name, writes: _writes, ...rest } = after;
		return { envelopes: done, meta: { schemaVersion: 0, ...rest } };
	});
}
