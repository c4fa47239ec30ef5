/** What a server store keeps besides rows: the shapes an adapter loads and writes. */
import type { Envelope } from '../protocol/envelope.ts';
import type { RowRef } from '../protocol/json.ts';
import type { OutcomeKind } from '../protocol/push.ts';
import type { Caller } from '../merge/model.ts';
import type { Range } from '../merge/ranges.ts';

/** One answered intent: audit trail and idempotency table in one. Append-only but for the end of a held intent. */
export interface LedgerEntry extends RowRef {
	id: string;
	storeId: string;
	seq: number;
	actor: string;
	name: string;
	outcome: Exclude<OutcomeKind, 'quarantined' | 'unopened'>;
	reason: string | null;
	flags: string[];
	deviceAt: number;
	occurredAt: number;
	receivedAt: number;
	/** Null when it concerned something erased. */
	args: Envelope['args'] | null;
}

/** An intent that waits for the row it changes, with the caller as they were when it came. */
export interface HeldEntry extends RowRef {
	storeId: string;
	envelope: Envelope;
	caller: Caller;
	occurredAt: number;
	receivedAt: number;
}

/**
 * - `waiting`: for the administrator, or for a server that can read it.
 * - `set-aside`: looked at and left; kept all the same.
 * - `decided`: read since, and answered in the ledger; or corrected since by its author.
 * - `erased`: it concerned something erased; its body is gone.
 */
export type QuarantineState = 'waiting' | 'set-aside' | 'decided' | 'erased';

/** What could not be read or was not known, kept whole. */
export interface QuarantineEntry {
	/** The envelope's id, or one made from its place when it has none. */
	id: string;
	storeId: string;
	seq: number | null;
	actor: string;
	reason: string;
	protocol: number;
	schemaVersion: number;
	receivedAt: number;
	/** Device clock when it was sent. */
	deviceNow: number;
	/** As JSON: the envelope as it came. Empty once erased. */
	body: string;
	state: QuarantineState;
	/** Who last changed its state, and when; null while nobody has. */
	decidedBy: string | null;
	decidedAt: number | null;
}

/** What deciding needs to know of one that is kept already. */
export type KeptInQuarantine = Pick<QuarantineEntry, 'state' | 'seq' | 'actor' | 'reason'>;

/** Who decides, and when. */
export interface Decision {
	by: string;
	at: number;
}

/** Nobody has decided it for good. */
export function isOpen({ state }: Pick<QuarantineEntry, 'state'>): boolean {
	return state === 'waiting' || state === 'set-aside';
}

/** What the server knows of one writer. */
export interface StoreState {
	storeId: string;
	deviceId: string;
	userId: string;
	maxSeq: number;
	/** Seqs below `maxSeq` never seen. */
	missing: Range[];
	/** As the store last said. */
	pending: number;
	lastContactAt: number;
	/** Device clock minus server clock, milliseconds. */
	clockOffsetMs: number;
	/** Two intents with different ids claimed one seq: the store was copied. */
	cloned: boolean;
}

/** A quarantined intent as a list shows it: without what was sent. */
export interface QuarantineItem extends Omit<QuarantineEntry, 'body'> {
	/** The tablet it came from, when that is still known. */
	deviceId: string | null;
}
