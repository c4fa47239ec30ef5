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
	outcome: Exclude<OutcomeKind, 'quarantined'>;
	reason: string | null;
	flags: string[];
	deviceAt: number;
	occurredAt: number;
	receivedAt: number;
	args: Envelope['args'];
}

/** An intent that waits for the row it changes, with the caller as they were when it came. */
export interface HeldEntry extends RowRef {
	storeId: string;
	envelope: Envelope;
	caller: Caller;
	occurredAt: number;
	receivedAt: number;
}

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
	body: unknown;
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
