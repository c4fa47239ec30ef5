/** How records lie on the device: in clear on a person's own computer, sealed on a shared tablet. */
import type { BaseRow, NewIntent, ScopeCursor } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { Fields } from '../../../../sync/protocol/json.ts';
import type { Conflict, PulledRow } from '../../../../sync/protocol/pull.ts';
import type { WireEnvelope } from '../../../../sync/protocol/sealed.ts';
import type { DeviceDatabase, StoredBaseRow, StoredOutboxEntry } from './device-database.ts';

/** Where a row stands. */
export type RowPlace = Omit<StoredBaseRow, 'body'>;

/** All that can be read here and now. */
export interface LoadedRows {
	rows: BaseRow[];
	/** Where those stand that do not open. The server has them. */
	unread: RowPlace[];
	/** As they stood in the transaction that read the rows; null when none was read. */
	scopes: ScopeCursor[] | null;
	/** The scopes whose rows are these: a vault may have come since. */
	readable: 'all' | readonly string[];
}

/**
 * Everything is sealed before a transaction and opened after it: inside of one, IndexedDB does not wait for a cipher.
 */
export interface Codec {
	sealRows(scope: string, rows: readonly PulledRow[]): Promise<StoredBaseRow[]>;
	loadRows(database: DeviceDatabase): Promise<LoadedRows>;
	sealIntents(intents: readonly NewIntent[]): Promise<StoredOutboxEntry['envelope'][]>;
	/** What is sealed to somebody else comes back `UNREADABLE`. */
	openEnvelopes(envelopes: readonly WireEnvelope[]): Promise<Envelope[]>;
}

export const clearCodec: Codec = {
	sealRows: async (scope, rows) =>
		rows.map(({ collection, key, rev, fields, conflicts = [] }) => ({
			scope,
			collection,
			key,
			rev,
			body: { fields, conflicts }
		})),
	loadRows: (database) =>
		database.transaction('r', [database.rows, database.scopes], async () => {
			const [stored, scopes] = await Promise.all([
				database.rows.toArray(),
				database.scopes.toArray()
			]);
			const rows = stored.map(({ body, ...row }) => ({
				...row,
				...(body as { fields: Fields; conflicts: Conflict[] })
			}));
			return { rows, unread: [], scopes, readable: 'all' };
		}),
	sealIntents: async (intents) => [...intents],
	openEnvelopes: async (envelopes) =>
		envelopes.map((envelope) => {
			if (envelope.v === 0) return envelope;
			throw new Error('A sealed envelope in a store that seals nothing');
		})
};
