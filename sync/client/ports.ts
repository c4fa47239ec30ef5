/**
 * What the client engine needs from outside: a durable store, a way to the server, and the means of the platform.
 */
import type { Envelope } from '../protocol/envelope.ts';
import type { BatchLimit } from '../protocol/limits.ts';
import type { Cursor, PulledRow, PullRequest } from '../protocol/pull.ts';
import type { Outcome, PushRequest } from '../protocol/push.ts';
import type { RowRef } from '../protocol/json.ts';
import type { SealedSession, WireEnvelope } from '../protocol/sealed.ts';

/** A row as the server last showed it in one scope. */
export type BaseRow = PulledRow & { scope: string };

/** Where a scope stands on this device. */
export interface ScopeCursor {
	scope: string;
	cursor: Cursor;
	/** Own intents up to this seq are contained in the rows of this scope. */
	confirmedSeq: number;
	/** Over the rows of this scope as the device holds them; see merge/checksum.ts. */
	checksum: string;
}

/** One answered batch: every seq from `fromSeq` to `throughSeq` has its answer. */
export interface Acknowledgement {
	fromSeq: number;
	throughSeq: number;
	/** Device clock, milliseconds since the epoch. */
	at: number;
	/** Server clock, when it was the server that answered: how long it is kept goes by this one. */
	serverAt?: number;
	epoch: string;
}

/** An answer other than "accepted": the envelope stays on the device with it. */
export interface Exception {
	seq: number;
	id: string;
	outcome: Exclude<Outcome['outcome'], 'accepted'> | 'too-large';
	reason: string | null;
	at: number;
	/** The intent that was written in its stead. */
	supersededBy: string | null;
	/** When a person gave it up: kept and exportable, no longer to be fixed. Device clock, milliseconds. */
	setAsideAt?: number;
}

export interface DeviceMeta {
	deviceId: string;
	storeId: string;
	epoch: string | null;
	/** Every seq up to this one has been answered, or is withheld with an exception. */
	answeredSeq: number;
	/** The highest seq ever assigned here. */
	highestSeq: number;
	lastContactAt: number | null;
	/** The highest schema version of an app that has opened this store; an app older than that only reads and sends. */
	schemaVersion: number;
	/** Seqs the server says it has never seen although they were answered here or are gone. */
	missing: number[];
}

export interface DeviceState {
	meta: DeviceMeta;
	scopes: ScopeCursor[];
	rows: BaseRow[];
	/**
	 * Every envelope the device keeps, by seq: unsent, refused, and acknowledged ones within the retention. Of those that
	 * are sealed to somebody else only the outside can be read (`UNREADABLE`).
	 */
	outbox: Envelope[];
	exceptions: Exception[];
	acknowledgements: Acknowledgement[];
	/** How often it has been written to: what another tab says of an earlier write is among this. */
	writes: number;
}

export type NewIntent = Omit<Envelope, 'seq'>;

/** One envelope that was refused, parked or not yet sent, and the intent that takes its place. */
export interface Replacement {
	seq: number;
	id: string;
	intent: NewIntent;
}

/** Everything that changes a device store; the same events bring other tabs up to date. */
export type DeviceEvent =
	| { kind: 'appended'; envelopes: Envelope[] }
	| {
			kind: 'answered';
			acknowledgement: Acknowledgement | null;
			exceptions: Exception[];
			/** Ids of exceptions that no longer stand: what was held has been applied. */
			cleared: string[];
			missing: number[];
			/**
			 * The lowest number that the server has taken with this answer: rows fetched before do not contain it, whatever
			 * they were said to contain. Absent when it has taken none.
			 */
			takenFrom?: number;
			/** Sealed sessions that the server keeps now, and those it asks for. */
			sessions: { kept: string[]; wanted: string[] };
			at: number;
	  }
	/** `exceptions` as they are now, of what was replaced. */
	| { kind: 'superseded'; exceptions: Exception[]; envelopes: Envelope[] }
	/** Put aside, or taken back. */
	| { kind: 'set-aside'; exceptions: Exception[] }
	| {
			kind: 'pulled';
			scope: string;
			/** What the device held of the scope is replaced. */
			replace: boolean;
			rows: PulledRow[];
			gone: RowRef[];
			next: ScopeCursor;
			at: number;
	  }
	/** What they said concerned somebody who was erased; `exceptions` stand where they were, and say nothing. */
	| { kind: 'forgotten'; exceptions: Exception[] }
	| { kind: 'scopes-dropped'; scopes: string[] }
	/** A server restored from a backup: everything still kept is to be sent again, every scope pulled anew. */
	| { kind: 'epoch-changed'; epoch: string };

/** What a store says of one of its writes: its number, one more than that of the write before. */
export type WriteNumber = number;

export interface Unanswered {
	envelopes: WireEnvelope[];
	/** Of sealed ones, the sessions that the server has not said it keeps. */
	sessions: SealedSession[];
	/** Unanswered ones in all. */
	count: number;
	meta: DeviceMeta;
	/** The last write that this contains. */
	write: WriteNumber;
}

/**
 * The device's durable store. Each method is one durable transaction: when its promise resolves, the change survives
 * a power cut. Failures are thrown as `DeviceStoreError`. In a store that a newer app has opened nothing new is written
 * (`read-only`), while what is there goes on its way.
 */
export interface DeviceStore {
	load(): Promise<DeviceState>;
	/** Assigns the next seqs inside the write transaction. */
	append(intents: NewIntent[]): Promise<{ envelopes: Envelope[]; write: WriteNumber }>;
	/**
	 * As `append`, and marks what each intent replaces: all of it or none. Null when another tab has replaced one of them
	 * already, or the server has accepted it meanwhile.
	 */
	supersede(
		replacements: Replacement[],
		at: number
	): Promise<{ event: Extract<DeviceEvent, { kind: 'superseded' }>; write: WriteNumber } | null>;
	/** Puts envelopes aside, or takes them back when `at` is null; what was replaced or accepted meanwhile is left alone. */
	setAside(
		envelopes: Pick<Envelope, 'seq' | 'id'>[],
		at: number | null
	): Promise<{ event: Extract<DeviceEvent, { kind: 'set-aside' }>; write: WriteNumber }>;
	/**
	 * As they are sent: first those of `again`, then unanswered envelopes from the lowest seq on, read from the store so
	 * that every tab's writing is seen. What the device keeps back (it has an exception before any answer) is not among
	 * them.
	 * @param after as if everything up to this number had its answer
	 */
	unanswered(limit: BatchLimit, again?: readonly number[], after?: number): Promise<Unanswered>;
	recordAnswer(
		event: Extract<DeviceEvent, { kind: 'answered' }>,
		epoch: string | null
	): Promise<WriteNumber>;
	/** Null when another tab has moved the scope's cursor since `expected`: the page is then not applied. */
	applyPage(
		event: Extract<DeviceEvent, { kind: 'pulled' }>,
		expected: Cursor | null
	): Promise<WriteNumber | null>;
	/**
	 * Deletes answered envelopes for good: nothing of what they say is left in the store. A decision about one that it has
	 * forgotten already, for its age, is what the caller knows of it.
	 */
	forget(
		envelopes: (Pick<Envelope, 'seq' | 'id'> & { standing?: Exception })[],
		at: number
	): Promise<{ event: Extract<DeviceEvent, { kind: 'forgotten' }>; write: WriteNumber }>;
	dropScopes(scopes: string[]): Promise<WriteNumber>;
	/**
	 * Everything kept is unanswered again, and what is lost has to be told again.
	 * @param confirmedSeq the highest number that the server has now, where it is known: what it had above that, and is kept
	 * here no longer, has no answer either
	 */
	changeEpoch(epoch: string, confirmedSeq?: number): Promise<void>;
	/** Forgets acknowledged envelopes answered before `before`, by the server's clock, that every scope contains. */
	prune(before: number): Promise<void>;
}

export type DeviceStoreErrorKind = 'storage-full' | 'read-only' | 'failed';

export class DeviceStoreError extends Error {
	readonly kind: DeviceStoreErrorKind;
	constructor(kind: DeviceStoreErrorKind, options?: ErrorOptions) {
		super(`The device store could not be written: ${kind}`, options);
		this.name = 'DeviceStoreError';
		this.kind = kind;
	}
}

/**
 * What came back. `not-json` is an answer that is not the server's: a captive portal, a proxy's page, or half a body.
 */
export type TransportResult =
	| { kind: 'answer'; body: unknown }
	| { kind: 'refused'; status: number; retryAfterMs: number | null }
	| { kind: 'not-json' }
	| { kind: 'unreachable' };

export interface Transport {
	push(request: PushRequest): Promise<TransportResult>;
	pull(request: PullRequest): Promise<TransportResult>;
	/** What the platform believes about the network; only ever used to choose words. */
	isOnline(): boolean;
}

export interface Platform {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Uniform in [0, 1). */
	random(): number;
	/** Runs `task` while no other tab runs one, or not at all when another does. */
	exclusively(task: () => Promise<void>): Promise<void>;
	/** Calls back once after the delay; the returned function cancels. */
	after(delayMs: number, callback: () => void): () => void;
}
