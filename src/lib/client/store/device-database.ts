/**
 * A database of records on this device: of one person, on their own computer, or of an enrolled tablet and everybody who
 * works on it. Only keys stand outside `body` and `envelope`: what is personal is in them alone, and on a tablet they are
 * sealed (`codec.ts`).
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import type {
	Acknowledgement,
	DeviceMeta,
	Exception,
	ScopeCursor
} from '../../../../sync/client/ports.ts';

export interface StoredOutboxEntry {
	/** Assigned by the database inside the write transaction. */
	seq: number;
	envelope: Omit<Envelope, 'seq'> | Omit<SealedEnvelope, 'seq'>;
}

export interface StoredBaseRow {
	scope: string;
	collection: string;
	key: string;
	rev: number;
	/** What the store's codec makes of fields and conflicts. */
	body: unknown;
}

/** The content key of a session, sealed; see sync/protocol/sealed.ts. */
export interface StoredSession {
	id: string;
	session: SealedSession;
	/** The server has said that it keeps it. */
	kept: boolean;
}

export interface StoredDraft {
	id: string;
	updatedAt: number;
	value: unknown;
}

/** Databases from before it was kept have no schema version. */
export type StoredMeta = Omit<DeviceMeta, 'schemaVersion'> &
	Partial<Pick<DeviceMeta, 'schemaVersion'>> & { name: 'meta'; writes?: number };

export class DeviceDatabase extends Dexie {
	declare meta: EntityTable<StoredMeta, 'name'>;
	declare outbox: EntityTable<StoredOutboxEntry, 'seq'>;
	declare exceptions: EntityTable<Exception, 'seq'>;
	declare acknowledgements: EntityTable<Acknowledgement, 'throughSeq'>;
	declare scopes: EntityTable<ScopeCursor, 'scope'>;
	declare rows: Table<StoredBaseRow, [string, string, string]>;
	declare drafts: EntityTable<StoredDraft, 'id'>;
	declare sessions: EntityTable<StoredSession, 'id'>;

	/** @param of a person's id, or the tablet's */
	constructor(of: string) {
		// Chrome's default since 121 lets a transaction "complete" before it is on disk: what is said to be saved must be.
		super(`sportello-${of}`, { chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			meta: 'name',
			outbox: '++seq',
			exceptions: 'seq',
			acknowledgements: 'throughSeq',
			scopes: 'scope',
			rows: '[scope+collection+key]',
			drafts: 'id'
		});
		this.version(2).stores({ sessions: 'id' });
	}
}
