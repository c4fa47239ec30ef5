/** How records lie on the device: in clear on a person's own computer, sealed on a shared tablet. */
import type { BaseRow, NewIntent } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { Fields } from '../../../../sync/protocol/json.ts';
import type { Conflict, PulledRow } from '../../../../sync/protocol/pull.ts';
import type { WireEnvelope } from '../../../../sync/protocol/sealed.ts';
import type { DeviceDatabase, StoredBaseRow, StoredOutboxEntry } from './device-database.ts';

/** Where a row stands. */
export type RowPlace = Omit<StoredBaseRow, 'body'>;

/**
 * Everything is sealed before a transaction and opened after it: inside of one, IndexedDB does not wait for a cipher.
 */
export interface Codec {
	/** Whether rows of this scope can be read here and now. */
	holds(scope: string): boolean;
	sealRows(scope: string, rows: readonly PulledRow[]): Promise<StoredBaseRow[]>;
	/** Every row that can be read here and now, and where those stand that do not open. The server has them. */
	loadRows(database: DeviceDatabase): Promise<{ rows: BaseRow[]; unread: RowPlace[] }>;
	sealIntents(intents: readonly NewIntent[]): Promise<StoredOutboxEntry['envelope'][]>;
	/** What is sealed to somebody else comes back `UNREADABLE`. */
	openEnvelopes(envelopes: readonly WireEnvelope[]): Promise<Envelope[]>;
}

export const clearCodec: Codec = {
	holds: () => true,
	sealRows: async (scope, rows) =>
		rows.map(({ collection, key, rev, fields, conflicts = [] }) => ({
			scope,
			collection,
			key,
			rev,
			body: { fields, conflicts }
		})),
	loadRows: async ({ rows }) => ({
		rows: (await rows.toArray()).map(({ body, ...row }) => ({
			...row,
			...(body as { fields: Fields; conflicts: Conflict[] })
		})),
		unread: []
	}),
	sealIntents: async (intents) => [...intents],
	openEnvelopes: async (envelopes) =>
		envelopes.map((envelope) => {
			if (envelope.v === 0) return envelope;
			throw new Error('A sealed envelope in a store that seals nothing');
		})
};
