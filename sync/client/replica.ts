/**
 * The device's records in memory: what the server showed, what people here did since, and the view of both.
 *
 * Invariants
 * - Base and pending are kept apart; the view of a row is its pending intents replayed over its base, in seq order.
 * - An intent leaves the pending ones only when it was answered and every scope's rows contain it, or it was refused.
 * - Applying the events of a store in the order they were written gives the same replica as loading the store.
 */
import type { Envelope } from '../protocol/envelope.ts';
import { refId, type Fields, type RowRef } from '../protocol/json.ts';
import type { Conflict } from '../protocol/pull.ts';
import { isRefusal, type Actor, type Model } from '../merge/model.ts';
import { readIntent, type ReadIntent } from '../merge/read-intent.ts';
import { isChecked } from './checked-args.ts';
import { isDecided, isStillSealed } from './exceptions.ts';
import { withDecision, withoutTaken } from './store-rules.ts';
import type {
	Acknowledgement,
	BaseRow,
	DeviceEvent,
	DeviceMeta,
	DeviceState,
	Exception,
	ScopeCursor
} from './ports.ts';

export interface ViewRow extends RowRef {
	fields: Fields;
	/** Revision of the base, 0 when the server has not shown the row. */
	rev: number;
	conflicts: Conflict[];
	/** Own envelopes kept on the device that touched this row, newest last. */
	seqs: number[];
}

interface PendingIntent {
	envelope: Envelope;
	/** The envelope in the terms of this app. */
	intent: ReadIntent;
	target: RowRef;
	/** Rows it added in the last replay. */
	added: string[];
	/** Its values stand over the server's, whatever those are. */
	covers: boolean;
}

export interface Replica {
	readonly meta: DeviceMeta;
	readonly scopes: ReadonlyMap<string, ScopeCursor>;
	readonly exceptions: ReadonlyMap<number, Exception>;
	readonly outbox: ReadonlyMap<number, Envelope>;
	readonly acknowledgements: readonly Acknowledgement[];
	rows(collection: string): ReadonlyMap<string, ViewRow>;
	row(ref: RowRef): ViewRow | undefined;
	/** The revision of a row as one scope last showed it. */
	revIn(scope: string, ref: RowRef): number | undefined;
	/** References of every row the device holds of a scope. */
	refsIn(scope: string): RowRef[];
	/** Own envelopes kept on the device whose target this row is, oldest first, shown or not. */
	own(ref: RowRef): Envelope[];
	/** Whether the server has shown the row. */
	hasBase(ref: RowRef): boolean;
	/** Revisions to put on an intent made now, of the rows it names. */
	baseVersions(refs: RowRef[], readRev?: number): Envelope['baseVersions'];
	apply(event: DeviceEvent): void;
	/** Starts again from what the store holds. */
	reset(state: DeviceState): void;
	subscribe(listener: (collections: ReadonlySet<string>) => void): () => void;
}

const none: readonly never[] = [];

/** @param actorOf who an envelope's actor is, as far as this device knows; used until the server's rows say. */
export function createReplica(model: Model, actorOf: (userId: string) => Actor): Replica {
	let meta: DeviceMeta;
	let scopes = new Map<string, ScopeCursor>();
	let exceptions = new Map<number, Exception>();
	let outbox = new Map<number, Envelope>();
	let acknowledgements: Acknowledgement[] = [];
	/** By row: one may stand in several scopes, once in each; the newest revision is shown. */
	let base = new Map<string, readonly BaseRow[]>();
	let pending = new Map<number, PendingIntent>();
	let pendingByRow = new Map<string, Set<number>>();
	/** Rows that pending intents of other rows have added, by row: one event stands on one intent. */
	let addedBy = new Map<string, { seq: number; row: RowRef & { fields: Fields } }>();
	let view = new Map<string, Map<string, ViewRow>>();
	let seqsByRow = new Map<string, number[]>();
	const listeners = new Set<(collections: ReadonlySet<string>) => void>();

	function newestOf(rows: readonly BaseRow[]): BaseRow | undefined {
		let newest = rows[0];
		for (const row of rows) if (row.rev > newest!.rev) newest = row;
		return newest;
	}

	const baseRow = (id: string) => newestOf(base.get(id) ?? none);

	function read(envelope: Envelope): ReadIntent | undefined {
		const { name, args } = envelope;
		const definition = model.intents[name];
		// As it was just written here: somebody waits to see it.
		if (definition && isChecked(definition, args)) {
			return { name, args, definition, target: definition.target(args) };
		}
		const reading = readIntent(model, envelope);
		return reading.ok ? reading.intent : undefined;
	}

	function collectionView(collection: string): Map<string, ViewRow> {
		const existing = view.get(collection);
		if (existing) return existing;
		const created = new Map<string, ViewRow>();
		view.set(collection, created);
		return created;
	}

	/**
	 * @param settled fields whose conflict an intent of this device settles
	 * @param shown the row as the server showed it last
	 */
	function show(
		{ collection, key }: RowRef,
		id: string,
		fields: Fields | undefined,
		settled?: ReadonlySet<string>,
		shown = baseRow(id)
	) {
		const rows = collectionView(collection);
		if (!fields) {
			rows.delete(key);
			return;
		}
		const { rev = 0, conflicts = [] } = shown ?? {};
		const open = settled ? conflicts.filter(({ field }) => !settled.has(field)) : conflicts;
		rows.set(key, { collection, key, fields, rev, conflicts: open, seqs: seqsByRow.get(id) ?? [] });
	}

	function recompute(ref: RowRef, touched: Set<string>) {
		const id = refId(ref);
		touched.add(ref.collection);
		let fields = baseRow(id)?.fields ?? addedBy.get(id)?.row.fields;
		const intents = [...(pendingByRow.get(id) ?? [])]
			.sort((a, b) => a - b)
			.flatMap((seq) => pending.get(seq) ?? []);
		// As on the server, what was written for a row not there yet waits for the intent that makes it.
		const settled = new Set<string>();
		let waiting: PendingIntent[] = [];
		for (const intent of intents) {
			if (fields === undefined && !isCreating(intent)) {
				waiting.push(intent);
				continue;
			}
			for (const next of [intent, ...waiting]) fields = replay(next, fields, settled, touched);
			waiting = [];
		}
		for (const intent of waiting) forgetAdded(intent, touched);
		show(ref, id, fields, settled);
	}

	function isCreating({ intent }: PendingIntent): boolean {
		return intent.definition.creates;
	}

	function replay(
		pendingIntent: PendingIntent,
		fields: Fields | undefined,
		settled: Set<string>,
		touched: Set<string>
	) {
		const { envelope, intent } = pendingIntent;
		const { definition, args } = intent;
		forgetAdded(pendingIntent, touched);
		const context = {
			intentId: envelope.id,
			actor: actorOf(envelope.actor),
			occurredAt: envelope.at
		};
		const change = definition.creates
			? definition.reduce(fields, args, context)
			: definition.reduce(fields ?? {}, args, context);
		// The base has moved on and the step is no longer possible: the server will say so to its author.
		if (isRefusal(change)) return fields;
		for (const row of change.append ?? []) {
			const id = refId(row);
			addedBy.set(id, { seq: envelope.seq, row });
			pendingIntent.added.push(id);
			if (!base.has(id)) show(row, id, row.fields);
			touched.add(row.collection);
		}
		pendingIntent.covers =
			definition.kind === 'fact' && !definition.creates && Object.keys(change.patch).length > 0;
		for (const field of change.settles ?? []) settled.add(field);
		return { ...fields, ...change.patch };
	}

	function forgetAdded(intent: PendingIntent, touched: Set<string>) {
		for (const id of intent.added) {
			const added = addedBy.get(id);
			addedBy.delete(id);
			if (!added) continue;
			show(added.row, id, baseRow(id)?.fields);
			touched.add(added.row.collection);
		}
		intent.added = [];
	}

	/** The seq up to which every scope's rows contain what was done here. */
	function confirmedSeq(): number {
		if (scopes.size === 0) return 0;
		return Math.min(...[...scopes.values()].map((scope) => scope.confirmedSeq));
	}

	/** The seq up to which what was done here has both an answer and its rows. */
	function settledSeq(): number {
		return Math.min(confirmedSeq(), meta.answeredSeq);
	}

	function isPending(envelope: Envelope, settledThrough: number): boolean {
		const exception = exceptions.get(envelope.seq);
		// Nothing is wrong with what the server could not open, or holds for the row it is about: it is what happened here.
		if (exception) {
			return (isStillSealed(exception) || exception.outcome === 'held') && !isDecided(exception);
		}
		if (meta.missing.includes(envelope.seq)) return true;
		return envelope.seq > settledThrough;
	}

	function remember(envelope: Envelope): ReadIntent | undefined {
		const intent = read(envelope);
		outbox.set(envelope.seq, envelope);
		if (!intent) return undefined;
		const id = refId(intent.target);
		seqsByRow.set(id, [...(seqsByRow.get(id) ?? []), envelope.seq]);
		return intent;
	}

	function addPending(envelope: Envelope, intent: ReadIntent) {
		const { target } = intent;
		pending.set(envelope.seq, { envelope, intent, target, added: [], covers: false });
		const id = refId(target);
		pendingByRow.set(id, (pendingByRow.get(id) ?? new Set()).add(envelope.seq));
	}

	/** Drops what no longer has to be replayed, and takes up what has to be again; returns the rows it touched. */
	function sweep(touched: Set<string>): Map<string, RowRef> {
		const stale = new Map<string, RowRef>();
		const settledThrough = settledSeq();
		for (const [seq, intent] of pending) {
			if (isPending(intent.envelope, settledThrough)) continue;
			pending.delete(seq);
			pendingByRow.get(refId(intent.target))?.delete(seq);
			forgetAdded(intent, touched);
			stale.set(refId(intent.target), intent.target);
		}
		for (const envelope of outbox.values()) {
			if (pending.has(envelope.seq) || !isPending(envelope, settledThrough)) continue;
			const intent = read(envelope);
			if (!intent) continue;
			addPending(envelope, intent);
			stale.set(refId(intent.target), intent.target);
		}
		return stale;
	}

	function recomputeAll(refs: Iterable<RowRef>, touched: Set<string>) {
		for (const ref of refs) recompute(ref, touched);
	}

	function append(envelopes: Envelope[], touched: Set<string>) {
		const settledThrough = settledSeq();
		for (const envelope of envelopes) {
			if (outbox.has(envelope.seq)) continue;
			meta = { ...meta, highestSeq: Math.max(meta.highestSeq, envelope.seq) };
			const intent = remember(envelope);
			if (!intent || !isPending(envelope, settledThrough)) continue;
			addPending(envelope, intent);
			recompute(intent.target, touched);
		}
	}

	/** @returns what names the row */
	function setBase(row: BaseRow): string {
		const id = refId(row);
		const others = base.get(id)?.filter(({ scope }) => scope !== row.scope);
		base.set(id, others ? [...others, row] : [row]);
		return id;
	}

	function dropBase(scope: string, id: string) {
		const left = base.get(id)?.filter((row) => row.scope !== scope) ?? none;
		if (left.length > 0) base.set(id, left);
		else base.delete(id);
	}

	function dropScope(scope: string): Map<string, RowRef> {
		const dropped = new Map<string, RowRef>();
		for (const [id, rows] of base) {
			const row = rows.find((each) => each.scope === scope);
			if (!row) continue;
			dropped.set(id, { collection: row.collection, key: row.key });
			dropBase(scope, id);
		}
		return dropped;
	}

	function applyPulled(event: Extract<DeviceEvent, { kind: 'pulled' }>, touched: Set<string>) {
		const refs = event.replace ? dropScope(event.scope) : new Map<string, RowRef>();
		for (const ref of event.gone) {
			const id = refId(ref);
			dropBase(event.scope, id);
			refs.set(id, ref);
		}
		for (const row of event.rows) {
			refs.set(setBase({ ...row, scope: event.scope }), row);
		}
		scopes.set(event.scope, event.next);
		meta = { ...meta, epoch: event.next.cursor.epoch, lastContactAt: event.at };
		for (const [id, ref] of sweep(touched)) refs.set(id, ref);
		recomputeAll(refs.values(), touched);
	}

	function applyAnswered(event: Extract<DeviceEvent, { kind: 'answered' }>, touched: Set<string>) {
		const { acknowledgement } = event;
		if (acknowledgement) {
			acknowledgements = [...acknowledgements, acknowledgement];
			const answeredSeq = Math.max(meta.answeredSeq, acknowledgement.throughSeq);
			// A record withheld before the first contact is answered without any epoch.
			meta = { ...meta, answeredSeq, epoch: acknowledgement.epoch || meta.epoch };
		}
		meta = { ...meta, missing: event.missing, lastContactAt: event.at };
		for (const [name, scope] of scopes) scopes.set(name, withoutTaken(scope, event.takenFrom));
		// Whoever asked may not have heard yet of what has been decided here.
		for (const exception of event.exceptions) {
			exceptions.set(exception.seq, withDecision(exception, exceptions.get(exception.seq)));
		}
		for (const [seq, exception] of exceptions) {
			if (event.cleared.includes(exception.id)) exceptions.delete(seq);
		}
		recomputeAll(sweep(touched).values(), touched);
		// Marks of sending and sent stand on the rows of the answered intents.
		for (const id of seqsByRow.keys()) touched.add(id.slice(0, id.indexOf('/')));
	}

	function forget(forgotten: Exception[], touched: Set<string>) {
		for (const exception of forgotten) exceptions.set(exception.seq, exception);
		const stale = sweep(touched);
		for (const { seq } of forgotten) {
			const envelope = outbox.get(seq);
			const intent = envelope && read(envelope);
			outbox.delete(seq);
			if (!intent) continue;
			const id = refId(intent.target);
			const seqs = (seqsByRow.get(id) ?? []).filter((each) => each !== seq);
			if (seqs.length > 0) seqsByRow.set(id, seqs);
			else seqsByRow.delete(id);
			stale.set(id, intent.target);
		}
		recomputeAll(stale.values(), touched);
	}

	/** What has an answer and waited for the rows of none but these is replayed no longer. */
	function applyDropped(names: string[], touched: Set<string>) {
		const refs = new Map<string, RowRef>();
		for (const scope of names) {
			scopes.delete(scope);
			for (const [id, ref] of dropScope(scope)) refs.set(id, ref);
		}
		for (const [id, ref] of sweep(touched)) refs.set(id, ref);
		recomputeAll(refs.values(), touched);
	}

	/** What a person decided about refused or unsent envelopes: they are replayed no longer. */
	function decide(decided: Exception[], touched: Set<string>) {
		for (const exception of decided) {
			exceptions.set(exception.seq, exception);
			const envelope = outbox.get(exception.seq);
			const intent = envelope && read(envelope);
			if (intent) touched.add(intent.target.collection);
		}
		recomputeAll(sweep(touched).values(), touched);
	}

	function load(state: DeviceState) {
		meta = state.meta;
		scopes = new Map(state.scopes.map((scope) => [scope.scope, scope]));
		exceptions = new Map(state.exceptions.map((exception) => [exception.seq, exception]));
		outbox = new Map();
		acknowledgements = state.acknowledgements;
		base = new Map();
		pending = new Map();
		pendingByRow = new Map();
		addedBy = new Map();
		view = new Map();
		seqsByRow = new Map();
		for (const row of state.rows) setBase(row);
		const refs = new Map<string, RowRef>();
		const settledThrough = settledSeq();
		for (const envelope of state.outbox.toSorted((a, b) => a.seq - b.seq)) {
			const intent = remember(envelope);
			if (!intent || !isPending(envelope, settledThrough)) continue;
			addPending(envelope, intent);
			refs.set(refId(intent.target), intent.target);
		}
		// Nearly all of the thousands a desk holds stand as the server showed them.
		for (const [id, rows] of base) {
			const row = refs.has(id) ? undefined : newestOf(rows);
			if (row) show(row, id, row.fields, undefined, row);
		}
		recomputeAll(refs.values(), new Set());
	}

	function applyTo(event: DeviceEvent, touched: Set<string>) {
		switch (event.kind) {
			case 'appended':
				return append(event.envelopes, touched);
			case 'superseded':
				decide(event.exceptions, touched);
				return append(event.envelopes, touched);
			case 'set-aside':
				return decide(event.exceptions, touched);
			case 'answered':
				return applyAnswered(event, touched);
			case 'pulled':
				return applyPulled(event, touched);
			case 'forgotten':
				return forget(event.exceptions, touched);
			case 'scopes-dropped':
				return applyDropped(event.scopes, touched);
			case 'epoch-changed':
				// Everything kept becomes pending again: simplest and safest from the store's own state.
				throw new Error('A changed epoch is taken over by reset()');
		}
	}

	return {
		get meta() {
			return meta;
		},
		get scopes() {
			return scopes;
		},
		get exceptions() {
			return exceptions;
		},
		get outbox() {
			return outbox;
		},
		get acknowledgements() {
			return acknowledgements;
		},
		rows: (collection) => collectionView(collection),
		row: (ref) => view.get(ref.collection)?.get(ref.key),
		revIn: (scope, ref) => base.get(refId(ref))?.find((row) => row.scope === scope)?.rev,
		refsIn: (scope) =>
			[...base.values()].flatMap((rows) =>
				rows
					.filter((row) => row.scope === scope)
					.map(({ collection, key }) => ({ collection, key }))
			),
		own: (ref) => (seqsByRow.get(refId(ref)) ?? []).flatMap((seq) => outbox.get(seq) ?? []),
		hasBase: (ref) => base.has(refId(ref)),
		baseVersions(refs, readRev = Infinity) {
			const versions: Envelope['baseVersions'] = {};
			for (const ref of refs) {
				const id = refId(ref);
				const row = baseRow(id);
				if (!row) continue;
				// What came from the server since they wrote over it, nobody here has seen.
				const seen = [...(pendingByRow.get(id) ?? [])].flatMap((seq) => {
					const { covers, envelope } = pending.get(seq)!;
					// What was written before the server had the row was written upon none of its values.
					return covers ? (envelope.baseVersions[id] ?? 0) : [];
				});
				versions[id] = Math.min(row.rev, readRev, ...seen);
			}
			return versions;
		},
		apply(event) {
			const touched = new Set<string>();
			applyTo(event, touched);
			for (const listener of listeners) listener(touched);
		},
		reset(state) {
			load(state);
			const everything = new Set(view.keys());
			for (const listener of listeners) listener(everything);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}
