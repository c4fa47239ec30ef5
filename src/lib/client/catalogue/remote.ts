/**
 * The server's side of the catalogue, over HTTP. Whatever answers is checked before it is believed: a Wi-Fi that
 * asks to sign in answers 200 to everything.
 */
import * as v from 'valibot';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import {
	catalogueChangesSchema,
	catalogueManifestSchema,
	SNAPSHOT_FORMAT,
	type CatalogueChanges,
	type CatalogueManifest,
	type CatalogueSnapshot
} from '$lib/domain/catalogue/publication';

export interface CurrentManifest extends CatalogueManifest {
	etag: string | null;
}

export interface Snapshot {
	version: number;
	entries: CatalogueEntry[];
	indexText: string;
}

export type Changes = Pick<CatalogueChanges, 'to' | 'hash' | 'upserts' | 'removed'>;

/**
 * `no-network`: nobody answered. `bad-answer`: not the catalogue, or a server in trouble. `damaged-download`: what
 * came does not have the announced hash.
 */
export type RemoteResult<T> =
	| { ok: true; value: T }
	| { ok: false; error: { kind: 'no-network' | 'bad-answer' | 'damaged-download' } };

export interface CatalogueRemote {
	/** What is published now; `not-modified` when it still has `etag`. */
	current(etag: string | null): Promise<RemoteResult<CurrentManifest | 'not-modified'>>;
	snapshot(hash: string): Promise<RemoteResult<Snapshot>>;
	/** What changed since a version with this hash; `too-old` when the server does not know that version. */
	changes(from: number, hash: string): Promise<RemoteResult<Changes | 'too-old'>>;
}

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** A big download on a bad line may take minutes; one that stands still for good must end. */
const SNAPSHOT_TIMEOUT_MS = 5 * 60 * 1000;
const TIMEOUT_MS = 20 * 1000;

export function createCatalogueRemote(fetch: Fetch): CatalogueRemote {
	async function get(
		path: string,
		timeoutMs: number,
		headers?: Record<string, string>
	): Promise<RemoteResult<{ status: number; etag: string | null; body: ArrayBuffer }>> {
		try {
			const init = { headers, signal: AbortSignal.timeout(timeoutMs) };
			const response = await fetch(path, init);
			const body = await response.arrayBuffer();
			return {
				ok: true,
				value: { status: response.status, etag: response.headers.get('etag'), body }
			};
		} catch {
			// fetch rejects only when no answer came through: unreachable, cut, or too slow.
			return { ok: false, error: { kind: 'no-network' } };
		}
	}

	return {
		async current(etag) {
			const answer = await get(
				'/api/catalogue',
				TIMEOUT_MS,
				etag === null ? undefined : { 'if-none-match': etag }
			);
			if (!answer.ok) return answer;
			if (answer.value.status === 304) return { ok: true, value: 'not-modified' };
			const manifest = parse(catalogueManifestSchema, answer.value);
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
			const answer = await get(`/api/catalogue/changes?from=${from}&hash=${hash}`, TIMEOUT_MS);
			if (!answer.ok) return answer;
			if (answer.value.status === 404) return { ok: true, value: 'too-old' };
			const changes = parse(catalogueChangesSchema, answer.value);
			if (changes === null || changes.from !== from) return badAnswer;
			return { ok: true, value: changes };
		}
	};
}

const badAnswer = { ok: false, error: { kind: 'bad-answer' } } as const;

function parse<T>(
	schema: v.GenericSchema<unknown, T>,
	answer: { status: number; body: ArrayBuffer }
): T | null {
	if (answer.status !== 200) return null;
	try {
		const parsed = v.safeParse(schema, JSON.parse(textOf(answer.body)));
		return parsed.success ? parsed.output : null;
	} catch {
		// Not JSON: the page of a Wi-Fi that asks to sign in.
		return null;
	}
}

function textOf(body: ArrayBuffer): string {
	return new TextDecoder().decode(body);
}

/** In hexadecimal. */
async function sha256(body: ArrayBuffer): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', body);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
