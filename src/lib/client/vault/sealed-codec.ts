/**
 * How records lie on an enrolled tablet. Rows are sealed under the key of their scope's vault, intents under the content
 * key of whoever wrote them.
 *
 * Invariants
 * - What this session cannot open stays as it is. It is never thrown away here: somebody else may open it.
 */
import type { NewIntent } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { PulledRow } from '../../../../sync/protocol/pull.ts';
import {
	unreadable,
	type SealedEnvelope,
	type WireEnvelope
} from '../../../../sync/protocol/sealed.ts';
import type { Codec } from '../store/codec.ts';
import type { DeviceDatabase } from '../store/device-database.ts';
import { sealJson } from './bytes.ts';
import { rowContext, type RowContent, type RowsKeys, type SealedBody } from './sealed-rows.ts';
import { createRowsReader, type OpenedRows } from './sealed-rows-reader.ts';
import {
	openContentKey,
	openIntent,
	sealIntent,
	type ContentKey,
	type OpenVault
} from './sealing.ts';

export interface SealedCodecOptions {
	deviceId: string;
	/** Of the scopes that may be read here and now, the newest first. */
	vaults: readonly OpenVault[];
	/** The key to seal what is written now; its session is durable when this resolves. */
	contentKey(): Promise<ContentKey>;
	records: DeviceDatabase;
	/** Every row in `records` that these keys open. Without it they are read in this thread. */
	readRows?(keys: RowsKeys): Promise<OpenedRows>;
	/** So many rows are sealed with a key that is here, and do not open: they are damaged. Of each it is said once. */
	onDamagedRows?(count: number): void;
}

export function keysOf(vaults: readonly OpenVault[]): RowsKeys {
	const scopes = [...new Set(vaults.map(({ scope }) => scope))];
	// Of two keys of one vault the newer, which stands first.
	return { scopes, keys: new Map(vaults.toReversed().map(({ id, key }) => [id, key])) };
}

export function createSealedCodec(options: SealedCodecOptions): Codec {
	const { deviceId, vaults, contentKey, records } = options;
	const readRows = options.readRows ?? ((keys) => createRowsReader().read(records.name, keys));
	const contentKeys = new Map<string, ContentKey | null>();
	/** Damaged rows that were told of. */
	const known = new Set<string>();

	async function contentKeysOf(envelopes: readonly SealedEnvelope[]) {
		const ids = new Set(envelopes.map(({ session }) => session));
		const unknown = [...ids].filter((id) => !contentKeys.has(id));
		if (unknown.length === 0) return contentKeys;
		for (const stored of await records.sessions.bulkGet(unknown)) {
			if (!stored) continue;
			const { session } = stored;
			contentKeys.set(session.id, await openContentKey(session, vaults));
		}
		return contentKeys;
	}

	async function openEnvelope(envelope: WireEnvelope): Promise<Envelope> {
		if (envelope.v === 0) return envelope;
		const content = contentKeys.get(envelope.session);
		const opened = content && (await openIntent(content, envelope, deviceId));
		return opened ?? unreadable(envelope);
	}

	return {
		async sealRows(scope: string, rows: readonly PulledRow[]) {
			const vault = vaults.find((each) => each.scope === scope);
			if (!vault) throw new Error('Rows of a scope whose vault is closed');
			return Promise.all(
				rows.map(async ({ collection, key, rev, fields, conflicts = [] }) => {
					const row = { scope, collection, key, rev };
					const content: RowContent = { fields, conflicts };
					const parts = await sealJson(vault.key, content, rowContext(row));
					return { ...row, body: { vaultId: vault.id, ...parts } satisfies SealedBody };
				})
			);
		},

		async loadRows() {
			if (vaults.length === 0) return { rows: [], unread: [], scopes: null, readable: [] };
			// Whoever reads them makes no database.
			await records.open();
			const { rows, keyless, damaged, scopes, readable } = await readRows(keysOf(vaults));
			const news = damaged.map(rowContext).filter((place) => !known.has(place));
			for (const place of news) known.add(place);
			if (news.length > 0) options.onDamagedRows?.(news.length);
			// Of what is sealed with a key that came after this slot the server has the row.
			return { rows, unread: [...keyless, ...damaged], scopes, readable };
		},

		async sealIntents(intents: readonly NewIntent[]) {
			const content = await contentKey();
			contentKeys.set(content.sessionId, content);
			return Promise.all(intents.map((intent) => sealIntent(content, intent, deviceId)));
		},

		async openEnvelopes(envelopes) {
			await contentKeysOf(envelopes.filter((envelope) => envelope.v === 1));
			return Promise.all(envelopes.map(openEnvelope));
		}
	};
}
