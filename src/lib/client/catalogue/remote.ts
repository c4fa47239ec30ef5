/** The server's side of the catalogue. */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	catalogueChangesSchema,
	catalogueManifestSchema,
	SNAPSHOT_FORMAT,
	type CatalogueChanges,
	type CatalogueManifest,
	type CatalogueSnapshot
} from '$lib/domain/catalogue/publication';
import {
	badAnswer,
	createGet,
	parseAnswer,
	textOf,
	TIMEOUT_MS,
	type Fetch,
	type RemoteResult
} from './public-answers';

export interface CurrentManifest extends CatalogueManifest {
	etag: string | null;
}

export interface Snapshot {
	version: number;
	entries: CatalogueEntry[];
	indexText: string;
}

export type Changes = Pick<CatalogueChanges, 'to' | 'hash' | 'upserts' | 'removed'>;

export interface CatalogueRemote {
	/** What is published now; `not-modified` when it still has `etag`. */
	current(etag: string | null): Promise<RemoteResult<CurrentManifest | 'not-modified'>>;
	snapshot(hash: string): Promise<RemoteResult<Snapshot>>;
	/** What changed since a version with this hash; `too-old` when the server does not know that version. */
	changes(from: number, hash: string): Promise<RemoteResult<Changes | 'too-old'>>;
}

/** A big download on a bad line may take minutes; one that stands still for good must end. */
const SNAPSHOT_TIMEOUT_MS = 5 * 60 * 1000;

export function createCatalogueRemote(fetch: Fetch): CatalogueRemote {
	const get = createGet(fetch);

	return {
		async current(etag) {
			const answer = await get('/api/catalogue', TIMEOUT_MS, etag);
			if (!answer.ok) return answer;
			if (answer.value.status === 304) return { ok: true, value: 'not-modified' };
			const manifest = parseAnswer(catalogueManifestSchema, answer.value);
			if (manifest === null) return badAnswer;
			return { ok: true, value: { ...manifest, etag: answer.value.etag } };
		},

		async snapshot(hash) {
			const answer = await get(`/api/catalogue/snapshots/${hash}`, SNAPSHOT_TIMEOUT_MS);
			if (!answer.ok) return answer;
			if (answer.value.status !== 200) return badAnswer;
			if ((await sha256(answer.value.body)) !== hash) {
				return { ok: false, error: { kind: 'damaged-download' } };
			}
			// The hash was announced by the manifest: what has it is what the server published.
			const { format, version, entries, index } = JSON.parse(
				textOf(answer.value.body)
			) as CatalogueSnapshot;
			if (format !== SNAPSHOT_FORMAT) return badAnswer;
			return { ok: true, value: { version, entries, indexText: JSON.stringify(index) } };
		},

		async changes(from, hash) {
			const answer = await get(`/api/catalogue/changes?from=${from}&hash=${hash}`);
			if (!answer.ok) return answer;
			if (answer.value.status === 404) return { ok: true, value: 'too-old' };
			const changes = parseAnswer(catalogueChangesSchema, answer.value);
			if (changes === null || changes.from !== from) return badAnswer;
			return { ok: true, value: changes };
		}
	};
}

/** In hexadecimal. */
async function sha256(body: ArrayBuffer): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', body);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
