/**
 * How records lie on an enrolled tablet. Rows are sealed under the key of their scope's vault, intents under the content
 * key of whoever wrote them.
 *
 * Invariants
 * - A row is bound to its place: scope, collection, key and revision. One row's bytes open in no other's.
 * - What this session cannot open stays as it is. It is never thrown away here: somebody else may open it.
 */
import type { BaseRow, NewIntent } from '../../../../sync/client/ports.ts';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { Fields } from '../../../../sync/protocol/json.ts';
import type { Conflict, PulledRow } from '../../../../sync/protocol/pull.ts';
import {
	unreadable,
	type SealedEnvelope,
	type SealedSession,
	type WireEnvelope
} from '../../../../sync/protocol/sealed.ts';
import type { Codec } from '../store/codec.ts';
import type { StoredBaseRow } from '../store/device-database.ts';
import { sealJson, type SealedParts } from './bytes.ts';
import { openHere, type OpenJob, type OpenMany } from './opening.ts';
import {
	openContentKey,
	openIntent,
	sealIntent,
	type ContentKey,
	type OpenVault
} from './sealing.ts';

/** The body of a row on a tablet. */
interface SealedBody extends SealedParts {
	vaultId: string;
}

interface RowContent {
	fields: Fields;
	conflicts: Conflict[];
}

export interface SealedCodecOptions {
	deviceId: string;
	/** Of the scopes that may be read here and now, the newest first. */
	vaults: readonly OpenVault[];
	/** The key to seal what is written now; its session is durable when this resolves. */
	contentKey(): Promise<ContentKey>;
	/** Sessions kept on the tablet, by id. */
	sessions(ids: string[]): Promise<SealedSession[]>;
	openMany?: OpenMany;
	/** So many rows are sealed with a key that is here, and do not open: they are damaged. */
	onDamagedRows?(count: number): void;
}

function rowContext({ scope, collection, key, rev }: Omit<StoredBaseRow, 'body'>): string {
	return JSON.stringify(['row', 1, scope, collection, key, rev]);
}

export function createSealedCodec(options: SealedCodecOptions): Codec {
	const { deviceId, vaults, contentKey, openMany = openHere } = options;
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

		async openRows(rows) {
			const keyById = new Map(vaults.toReversed().map(({ id, key }) => [id, key]));
			const jobs: OpenJob[] = [];
			const asked: StoredBaseRow[] = [];
			for (const row of rows) {
				const { vaultId, iv, sealed } = row.body as SealedBody;
				const key = keyById.get(vaultId);
				// Sealed with a key that came after this slot: the server has the row.
				if (!key) continue;
				jobs.push({ key, iv, sealed, context: rowContext(row) });
				asked.push(row);
			}
			const contents = (await openMany(jobs)) as (RowContent | null)[];
			const damaged = contents.filter((content) => content === null).length;
			if (damaged > 0) options.onDamagedRows?.(damaged);
			return asked.flatMap(({ body: _body, ...row }, index): BaseRow[] => {
				const content = contents[index];
				return content ? [{ ...row, ...content }] : [];
			});
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
