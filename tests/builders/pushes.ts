/** A desk's push to a server of the real domain. */
import { SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import type { Caller } from '../../sync/merge/model.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { uuid } from './sync-world.ts';

export const operator: Caller = {
	userId: 'marta',
	name: 'Marta R.',
	role: 'operator',
	scopes: ['desk:cambonino']
};

/** @param intents name and arguments, in the order in which they were written */
export function aPushOf(
	intents: readonly (readonly [name: string, args: object])[],
	{
		store = 1,
		firstSeq = 1,
		...change
	}: Partial<PushRequest> & {
		store?: number;
		firstSeq?: number;
	} = {}
): PushRequest {
	const now = 1_700_000_000_000;
	return {
		protocol: PROTOCOL,
		schemaVersion: SCHEMA_VERSION,
		appVersion: null,
		sessions: [],
		epoch: null,
		deviceId: uuid(store, 900),
		storeId: uuid(store, 901),
		deviceNow: now,
		pending: intents.length,
		highestSeq: firstSeq + intents.length - 1,
		withheld: [],
		held: [],
		intents: intents.map(([name, args], index) => ({
			v: 0,
			seq: firstSeq + index,
			id: uuid(100 + store, firstSeq + index),
			actor: operator.userId,
			name,
			args,
			baseVersions: {},
			dependsOn: [],
			at: now
		})),
		...change
	};
}

/** Arguments of `person.register`. */
export function aPersonIntent({ id, name }: { id: string; name: string }) {
	const details = { name, phone: '', language: 'it', neighbourhoodId: null, findAgain: '' };
	return ['person.register', { personId: id, accessPointId: 'cambonino', details }] as const;
}
