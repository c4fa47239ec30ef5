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
	type SealedSession,
	type WireEnvelope
} from '../../../../sync/protocol/sealed.ts';
import type { Codec } from '../store/codec.ts';
import { sealJson } from './bytes.ts';
import {
	readRowsHere,
	rowContext,
	type ReadRows,
	type RowContent,
	type SealedBody
} from './sealed-rows.ts';
import {
	openContentKey,
	openIntent,
	sealIntent,
	type ContentKey,
	type OpenVault
} from './sealing.ts';

/** Fewer are read before one has started. */
const WORTH_A_WORKER = 100;

export interface SealedCodecOptions {
	deviceId: string;
	/** Of the scopes that may be read here and now, the newest first. */
	vaults: readonly OpenVault[];
	/** The key to seal what is written now; its session is durable when this resolves. */
	contentKey(): Promise<ContentKey>;
	/** Sessions kept on the tablet, by id. */
	sessions(ids: string[]): Promise<SealedSession[]>;
	/** Of many. */
	readRows?: ReadRows;
	/** So many rows are sealed with a key that is here, and do not open: they are damaged. */
	onDamagedRows?(count: number): void;
}

export function createSealedCodec(options: SealedCodecOptions): Codec {
	const { deviceId, vaults, contentKey, readRows = readRowsHere } = options;
	const contentKeys = new Map<string, ContentKey | null>();

	async function contentKeysOf(envelopes: readonly SealedEnvelope[]) {
		const ids = new Set(envelopes.map(({ session }) => session));
		const unknown = [...ids].filter((id) => !contentKeys.has(id));
		for (const session of await options.sessions(unknown)) {
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
		holds: (scope) => vaults.some((vault) => vault.scope === scope),

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

		async loadRows({ name, rows: table }) {
			const scopes = [...new Set(vaults.map(({ scope }) => scope))];
			if (scopes.length === 0) return { rows: [], unread: [] };
			// Of two keys of one vault the newer, which stands first.
			const keys = new Map(vaults.toReversed().map(({ id, key }) => [id, key]));
			const read = (await table.count()) < WORTH_A_WORKER ? readRowsHere : readRows;
			const { rows, keyless, damaged } = await read({ database: name, scopes, keys });
			if (damaged.length > 0) options.onDamagedRows?.(damaged.length);
			// Of what is sealed with a key that came after this slot the server has the row.
			return { rows, unread: [...keyless, ...damaged] };
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
