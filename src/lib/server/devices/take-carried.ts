/**
 * A part of a tablet's queue that somebody has carried here in a file.
 *
 * Invariants
 * - It is taken as the tablet's own push is, in the name of whoever sealed it; whoever carries it gives it nothing.
 * - What is not as its author sealed it is not acknowledged and spoils nothing: neither its id nor its session is kept.
 * - Whoever carries it hears how many, and nothing of what. Who carried is noted, however much of it was taken.
 */
import type { Audit } from '../../../../db/audit.ts';
import type { CarriedLookups } from '../../../../db/carried.ts';
import type { Devices } from '../../../../db/devices.ts';
import type { CarriedCounts, CarriedRequest } from '../../../../sync/protocol/carried.ts';
import type { Outcome, PushRequest } from '../../../../sync/protocol/push.ts';
import { ID_TAKEN } from '../../../../sync/server/apply-intents.ts';
import { auditSubject } from '../../domain/devices/audit.ts';
import type { TakePush } from './take-push.ts';

export type TakeCarriedResult =
	| { ok: true; counts: CarriedCounts }
	| {
			ok: false;
			error:
				/** No tablet of this server's. */
				| { kind: 'unknown-device' }
				/** The store it names is another device's. */
				| { kind: 'another-store' };
	  };

interface Parts {
	devices: Pick<Devices, 'byId'>;
	lookups: CarriedLookups;
	takePush: TakePush;
	audit: Pick<Audit, 'record'>;
}

export type TakeCarried = ReturnType<typeof createTakeCarried>;

function countedAs({ outcome, reason }: Outcome, isKnown: boolean): keyof CarriedCounts {
	switch (outcome) {
		case 'unopened':
			return 'unopened';
		case 'quarantined':
			return 'review';
		case 'accepted':
		case 'held':
			return isKnown ? 'already' : 'taken';
		case 'rejected':
		case 'blocked':
		case 'erased':
			// What is known under its id is then somebody else's.
			if (reason === ID_TAKEN) return 'refused';
			return isKnown ? 'already' : 'refused';
	}
}

/** What is said of a save of which several things have become. */
const worstFirst = ['unopened', 'review', 'refused', 'taken', 'already'] as const;

/** Places of what was written in one save: it is one record to whoever wrote it, and counted as on the tablet. */
function bySave(envelopes: CarriedRequest['envelopes']): Map<string, number[]> {
	const saves = new Map<string, number[]>();
	for (const [index, { actor, at }] of envelopes.entries()) {
		const save = saves.get(`${actor} ${at}`) ?? [];
		save.push(index);
		saves.set(`${actor} ${at}`, save);
	}
	return saves;
}

export function createTakeCarried({ devices, lookups, takePush, audit }: Parts) {
	/**
	 * @param carrier the person who sends it
	 * @param now milliseconds since the epoch
	 */
	return async function takeCarried(
		{ protocol, schemaVersion, deviceId, storeId, sessions, envelopes }: CarriedRequest,
		carrier: string,
		now: number
	): Promise<TakeCarriedResult> {
		if (!devices.byId(deviceId)) return { ok: false, error: { kind: 'unknown-device' } };
		if ((lookups.deviceOfStore(storeId) ?? deviceId) !== deviceId) {
			return { ok: false, error: { kind: 'another-store' } };
		}
		const request: PushRequest = {
			...{ protocol, schemaVersion, deviceId, storeId, sessions, intents: envelopes },
			// What only the tablet itself can say. The engine does not look at it when it was carried.
			...{ appVersion: null, epoch: null, deviceNow: now, pending: envelopes.length },
			...{ highestSeq: 0, withheld: [], held: [] }
		};
		const saves = bySave(envelopes);
		const known = lookups.knownIds(envelopes.map(({ id }) => id));
		const { outcomes } = await takePush(request, now, { carried: true });
		audit.record({
			kind: 'carried',
			actor: carrier,
			deviceId,
			subject: auditSubject('devices', deviceId),
			detail: String(saves.size)
		});
		const counts = { taken: 0, already: 0, review: 0, refused: 0, unopened: 0 };
		const ends = [...saves.values()].map((save) => {
			const found = new Set(
				save.map((index) => {
					const { id } = envelopes[index]!;
					return countedAs(outcomes[index]!, known.has(id));
				})
			);
			return worstFirst.find((end) => found.has(end))!;
		});
		for (const end of ends) counts[end] += 1;
		return { ok: true, counts };
	};
}
