/** A tablet's database beside its second copy: what there is to compare, and putting back what was lost. */
import type { SealedEnvelope } from '../../../../sync/protocol/sealed.ts';
import {
	DEPENDS_ON_WITHHELD,
	isDecided,
	isForgotten,
	isSealedUp
} from '../../../../sync/client/exceptions.ts';
import type { DeviceDatabase, StoredMeta, StoredOutboxEntry } from '../store/device-database.ts';
import type { Copied } from './journal.ts';
import type { InDatabase, Rebuilding } from './reconcile.ts';

function isSealed(entry: StoredOutboxEntry): entry is StoredOutboxEntry & {
	envelope: Omit<SealedEnvelope, 'seq'>;
} {
	return entry.envelope.v === 1;
}

export async function readDatabase(database: DeviceDatabase): Promise<InDatabase> {
	const { meta, outbox, exceptions, sessions } = database;
	return database.transaction('r', [meta, outbox, exceptions, sessions], async () => {
		const kept = new Map((await sessions.toArray()).map(({ id, session }) => [id, session]));
		return {
			meta: (await meta.get('meta')) ?? null,
			outbox: [
				// Of what was erased a mark is left: it is neither lost nor to be put back.
				...(await exceptions.filter(isForgotten).toArray()).map(({ seq, id }) => ({ seq, id })),
				...(await outbox.toArray()).map((entry) => {
					const { seq, envelope } = entry;
					const { id, supersedes } = envelope;
					const sealed = isSealed(entry) && { envelope: { ...entry.envelope, seq } };
					return { seq, id, supersedes, ...sealed };
				})
			],
			sessionIds: new Set(kept.keys()),
			sessions: kept
		};
	});
}

/** What exists nowhere else, as far as this database knows: for the second copy. */
export async function readUnanswered(database: DeviceDatabase): Promise<Copied | null> {
	const { meta, outbox, sessions } = database;
	return database.transaction('r', [meta, outbox, sessions], async () => {
		const stored = await meta.get('meta');
		if (!stored) return null;
		const { deviceId, storeId, highestSeq, answeredSeq } = stored;
		const entries = await outbox.where('seq').above(answeredSeq).toArray();
		const envelopes = entries
			.filter(isSealed)
			.map(({ seq, envelope }): SealedEnvelope => ({ ...envelope, seq }));
		const needed = [...new Set(envelopes.map(({ session }) => session))];
		const found = await sessions.bulkGet(needed);
		return {
			store: { kind: 'store', deviceId, storeId, highestSeq, answeredSeq },
			sessions: found.flatMap((entry) => entry?.session ?? []),
			envelopes
		};
	});
}

/** All of it or none. Another tab may have done it a moment ago: what is there stays as it is. */
export async function rebuild(
	database: DeviceDatabase,
	deviceId: string,
	found: Rebuilding,
	now: number
): Promise<void> {
	const { storeId, answeredSeq, highestSeq, envelopes, sessions, replaced, lost } = found;
	const { meta, outbox, exceptions } = database;
	await database.transaction('rw', [meta, outbox, exceptions, database.sessions], async () => {
		const before: StoredMeta = (await meta.get('meta')) ?? {
			...{ name: 'meta', deviceId, storeId, epoch: null, answeredSeq, highestSeq: 0 },
			...{ lastContactAt: null, missing: [] }
		};
		for (const { seq, ...envelope } of envelopes) {
			const standing = await outbox.get(seq);
			if (standing?.envelope.id === envelope.id) continue;
			// Given twice, by a database that had gone back in time: its id is what makes it the same.
			if (standing) await outbox.add({ envelope } as StoredOutboxEntry);
			else await outbox.add({ seq, envelope });
		}
		await database.sessions.bulkPut(
			sessions.map((session) => ({ id: session.id, session, kept: false }))
		);
		for (const { seq, id, by } of replaced) {
			if (await exceptions.get(seq)) continue;
			const kept = { outcome: 'blocked' as const, reason: DEPENDS_ON_WITHHELD, at: now };
			await exceptions.add({ seq, id, ...kept, supersededBy: by });
		}
		for (const { seq, ...envelope } of found.repaired) await outbox.put({ seq, envelope });
		const openable = [...found.repaired, ...found.openable].map(({ seq }) => seq);
		const opens = (await exceptions.bulkGet(openable)).flatMap((each) =>
			each && isSealedUp(each) && !isDecided(each) ? [each.seq] : []
		);
		await exceptions.bulkDelete(opens);
		const unsent = opens.filter((seq) => seq <= before.answeredSeq);
		const highest = await skipNumbers(database, highestSeq);
		await meta.put({
			...before,
			highestSeq: Math.max(before.highestSeq, highest),
			missing: [...new Set([...before.missing, ...lost, ...unsent])].sort((a, b) => a - b)
		});
	});
}

/** The database gives no number anew that was given before. @returns the highest that was given */
async function skipNumbers({ outbox }: DeviceDatabase, highestSeq: number): Promise<number> {
	const last = (await outbox.orderBy('seq').last())?.seq ?? 0;
	if (last >= highestSeq || highestSeq === 0) return last;
	// The generator goes on from the highest key it has seen, also when that is gone.
	await outbox.add({ seq: highestSeq } as StoredOutboxEntry);
	await outbox.delete(highestSeq);
	return highestSeq;
}
