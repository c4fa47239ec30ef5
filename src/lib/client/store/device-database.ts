/**
 * The device's database: one for each person who signs in on this browser, so that a colleague's sign-in touches
 * nobody's unsent work. Only keys stand outside `body` and `envelope`: what is personal is in them alone, so that they
 * can be sealed without changing a table.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { Fields } from '../../../../sync/protocol/json.ts';
import type { Conflict } from '../../../../sync/protocol/pull.ts';
import type {
	Acknowledgement,
	DeviceMeta,
	Exception,
	ScopeCursor
} from '../../../../sync/client/ports.ts';

export interface StoredOutboxEntry {
	/** Assigned by the database inside the write transaction. */
	seq: number;
	envelope: Omit<Envelope, 'seq'>;
}

export interface StoredBaseRow {
	scope: string;
	collection: string;
	key: string;
	rev: number;
	body: { fields: Fields; conflicts: Conflict[] };
}

export interface StoredDraft {
	id: string;
	updatedAt: number;
	value: unknown;
}

/** Databases from before it was kept have no schema version. */
export type StoredMeta = Omit<DeviceMeta, 'schemaVersion'> &
	Partial<Pick<DeviceMeta, 'schemaVersion'>> & { name: 'meta' };

export class DeviceDatabase extends Dexie {
	declare meta: EntityTable<StoredMeta, 'name'>;
	declare outbox: EntityTable<StoredOutboxEntry, 'seq'>;
	declare exceptions: EntityTable<Exception, 'seq'>;
	declare acknowledgements: EntityTable<Acknowledgement, 'throughSeq'>;
	declare scopes: EntityTable<ScopeCursor, 'scope'>;
	declare rows: Table<StoredBaseRow, [string, string, string]>;
	declare drafts: EntityTable<StoredDraft, 'id'>;

	constructor(userId: string) {
		// Chrome's default since 121 lets a transaction "complete" before it is on disk: what is said to be saved must be.
		super(`sportello-${userId}`, { chromeTransactionDurability: 'strict' });
		this.version(1).stores({
			meta: 'name',
			outbox: '++seq',
			exceptions: 'seq',
			acknowledgements: 'throughSeq',
			scopes: 'scope',
			rows: '[scope+collection+key]',
			drafts: 'id'
		});
	}
}
