/** What an enrolled tablet's store does beside its database: the second copy, and the count of how far it has come. */
import { neverLeft, standsRefused } from '../../../../sync/client/exceptions.ts';
import type { DeviceMeta } from '../../../../sync/client/ports.ts';
import type {
	SealedEnvelope,
	SealedSession,
	WireEnvelope
} from '../../../../sync/protocol/sealed.ts';
import type { DeviceDatabase } from '../store/device-database.ts';
import type { SecondCopy } from '../store/second-copy.ts';
import type { Counter } from './counter.ts';
import type { Journal } from './journal.ts';
import type { StoreRecord } from './journal-format.ts';

interface Parts {
	records: Pick<DeviceDatabase, 'sessions' | 'exceptions'>;
	journal: Pick<Journal, 'write' | 'answered' | 'hasSession'>;
	counter: Pick<Counter, 'write'>;
}

function isSealed(envelope: WireEnvelope): envelope is SealedEnvelope {
	return envelope.v === 1;
}

function recordOf({ deviceId, storeId, highestSeq, answeredSeq }: DeviceMeta): StoreRecord {
	return { kind: 'store', deviceId, storeId, highestSeq, answeredSeq };
}

export function createSecondCopy({ records, journal, counter }: Parts): SecondCopy {
	/** Ids of what has had its answer, and is on no server. */
	async function onlyHere(): Promise<string[]> {
		const standing = records.exceptions.filter((each) => neverLeft(each) && standsRefused(each));
		return (await standing.toArray()).map(({ id }) => id);
	}

	return {
		async written(envelopes: readonly WireEnvelope[], meta) {
			const store = recordOf(meta);
			counter.write(store);
			const sealed = envelopes.filter(isSealed);
			const ids = new Set(sealed.map(({ session }) => session));
			const uncopied = [...ids].filter((id) => !journal.hasSession(id));
			try {
				const found = uncopied.length > 0 ? await records.sessions.bulkGet(uncopied) : [];
				const sessions = found.flatMap((entry): SealedSession[] => (entry ? [entry.session] : []));
				await journal.write({ store, sessions, envelopes: sealed });
			} catch {
				// It is in the database; the journal writes with the next one what it does not have.
			}
		},
		answered(meta) {
			const store = recordOf(meta);
			counter.write(store);
			// Nobody waits for old files to go.
			onlyHere()
				.then((keep) => journal.answered(store, keep))
				.catch(() => undefined);
		}
	};
}
