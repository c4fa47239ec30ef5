/**
 * A device store in memory: the reference of the contract, and the device of properties and simulations. What it holds
 * survives the client that uses it, as a database survives a browser.
 */
import type { Envelope } from '../protocol/envelope.ts';
import { refId } from '../protocol/json.ts';
import type {
	Acknowledgement,
	BaseRow,
	DeviceMeta,
	DeviceState,
	DeviceStore,
	Exception,
	NewIntent,
	Replacement,
	ScopeCursor
} from './ports.ts';
import { isDecided } from './exceptions.ts';
import {
	asForgotten,
	asReplaced,
	asSetAside,
	inNewHistory,
	isOpen,
	prunableThrough,
	requireWritable,
	sameCursor,
	takeBatch,
	withDecision,
	withoutTaken
} from './store-rules.ts';

export interface MemoryDeviceStore extends DeviceStore {
	/** The same data under an app of another schema version. */
	openedBy(schemaVersion: number): DeviceStore;
	/** All that it holds, as a copy. */
	snapshot(): DeviceState;
	/** All that it holds, to be looked at and not changed. */
	look(): DeviceState;
}

/** @param from a snapshot to begin with, whose names count then */
export function createMemoryDeviceStore(
	identity: {
		deviceId: string;
		storeId: string;
	},
	from?: DeviceState
): MemoryDeviceStore {
	let meta: DeviceMeta = from?.meta ?? {
		...identity,
		epoch: null,
		answeredSeq: 0,
		highestSeq: 0,
		lastContactAt: null,
		schemaVersion: 0,
		missing: []
	};
	const rowId = (scope: string, ref: { collection: string; key: string }) =>
		`${scope}|${refId(ref)}`;

	const outbox = new Map<number, Envelope>(from?.outbox.map((each) => [each.seq, each]));
	const exceptions = new Map<number, Exception>(from?.exceptions.map((each) => [each.seq, each]));
	let acknowledgements: Acknowledgement[] = from?.acknowledgements ?? [];
	let writes = from?.writes ?? 0;
	const scopes = new Map<string, ScopeCursor>(from?.scopes.map((each) => [each.scope, each]));
	const rows = new Map<string, BaseRow>(from?.rows.map((row) => [rowId(row.scope, row), row]));

	const state = (): DeviceState => ({
		meta,
		scopes: [...scopes.values()],
		rows: [...rows.values()],
		outbox: [...outbox.values()],
		exceptions: [...exceptions.values()],
		acknowledgements: [...acknowledgements],
		writes
	});

	function assign(intents: NewIntent[]): Envelope[] {
		return intents.map((intent) => {
			meta = { ...meta, highestSeq: meta.highestSeq + 1 };
			const envelope = structuredClone({ ...intent, seq: meta.highestSeq });
			outbox.set(envelope.seq, envelope);
			return envelope;
		});
	}

	function dropRows(scope: string) {
		for (const [id, row] of rows) if (row.scope === scope) rows.delete(id);
	}

	const openedBy = (schemaVersion: number): DeviceStore => ({
		async load() {
			meta = { ...meta, schemaVersion: Math.max(meta.schemaVersion, schemaVersion) };
			return state();
		},
		async append(intents) {
			requireWritable(meta, schemaVersion);
			return { envelopes: assign(intents), write: (writes += 1) };
		},
		async supersede(replacements, at) {
			requireWritable(meta, schemaVersion);
			const standing = ({ seq }: Replacement) => exceptions.get(seq);
			if (!replacements.every((each) => isOpen(each.seq, standing(each), meta.answeredSeq))) {
				return null;
			}
			const replaced = replacements.map((each) => asReplaced(standing(each), each, at));
			const envelopes = assign(replacements.map(({ intent }) => intent));
			for (const exception of replaced) exceptions.set(exception.seq, exception);
			const event = { kind: 'superseded' as const, exceptions: replaced, envelopes };
			return { event, write: (writes += 1) };
		},
		async setAside(envelopes, at) {
			requireWritable(meta, schemaVersion);
			const given = envelopes
				.filter(({ seq }) => isOpen(seq, exceptions.get(seq), meta.answeredSeq))
				.map((envelope) => asSetAside(exceptions.get(envelope.seq), envelope, at));
			for (const exception of given) exceptions.set(exception.seq, exception);
			return { event: { kind: 'set-aside', exceptions: given }, write: (writes += 1) };
		},
		async unanswered(limit, again = [], after = 0) {
			const from = Math.max(meta.answeredSeq, after);
			const waiting = [...outbox.values()].filter(({ seq }) => seq > from && !exceptions.has(seq));
			const ordered = waiting.toSorted((a, b) => a.seq - b.seq);
			const first = again.flatMap((seq) => outbox.get(seq) ?? []);
			const envelopes = takeBatch([...first, ...ordered], limit);
			return { envelopes, sessions: [], count: waiting.length, meta, write: writes };
		},
		async recordAnswer(event, epoch) {
			const { acknowledgement } = event;
			if (acknowledgement) acknowledgements = [...acknowledgements, acknowledgement];
			meta = {
				...meta,
				epoch: epoch ?? meta.epoch,
				answeredSeq: Math.max(meta.answeredSeq, acknowledgement?.throughSeq ?? 0),
				missing: event.missing,
				lastContactAt: event.at
			};
			for (const [name, scope] of scopes) scopes.set(name, withoutTaken(scope, event.takenFrom));
			for (const exception of event.exceptions) {
				exceptions.set(exception.seq, withDecision(exception, exceptions.get(exception.seq)));
			}
			for (const [seq, exception] of exceptions) {
				if (event.cleared.includes(exception.id)) exceptions.delete(seq);
			}
			return (writes += 1);
		},
		async applyPage(event, expected) {
			if (!sameCursor(scopes.get(event.scope)?.cursor ?? null, expected)) return null;
			if (event.replace) dropRows(event.scope);
			for (const ref of event.gone) rows.delete(rowId(event.scope, ref));
			for (const row of event.rows) {
				rows.set(rowId(event.scope, row), structuredClone({ ...row, scope: event.scope }));
			}
			scopes.set(event.scope, event.next);
			meta = { ...meta, epoch: event.next.cursor.epoch, lastContactAt: event.at };
			return (writes += 1);
		},
		async forget(envelopes, at) {
			const forgotten = envelopes.filter(({ seq }) => seq <= meta.answeredSeq);
			const event = {
				kind: 'forgotten' as const,
				exceptions: forgotten.map((each) =>
					asForgotten(exceptions.get(each.seq) ?? each.standing, each, at)
				)
			};
			for (const exception of event.exceptions) {
				outbox.delete(exception.seq);
				exceptions.set(exception.seq, exception);
			}
			return { event, write: (writes += 1) };
		},
		async dropScopes(names) {
			for (const scope of names) {
				dropRows(scope);
				scopes.delete(scope);
			}
			return (writes += 1);
		},
		async changeEpoch(epoch, confirmedSeq = Infinity) {
			meta = inNewHistory(meta, epoch, [...outbox.keys()], confirmedSeq);
			acknowledgements = [];
			writes += 1;
			for (const exception of exceptions.values()) {
				if (!isDecided(exception)) exceptions.delete(exception.seq);
			}
			// Rows stay to be read until the new snapshot replaces them.
			for (const [name, scope] of scopes) {
				scopes.set(name, { ...scope, confirmedSeq: 0 });
			}
		},
		async prune(before) {
			const through = prunableThrough(acknowledgements, [...scopes.values()], before);
			for (const seq of outbox.keys()) {
				const exception = exceptions.get(seq);
				if (seq > through || (exception && exception.supersededBy === null)) continue;
				outbox.delete(seq);
				exceptions.delete(seq);
			}
			acknowledgements = acknowledgements.filter((entry) => entry.throughSeq > through);
		}
	});

	return { ...openedBy(1), openedBy, snapshot: () => structuredClone(state()), look: state };
}
