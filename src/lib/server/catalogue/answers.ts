/** The catalogue's endpoints. Everything here is public: caches on the way may keep it, and no cookie is read. */
import type { CatalogueService } from './catalogue-service.ts';
import { errorAnswer } from '../http.ts';
import type { PublishedRules } from './published-rules.ts';
import type { Encoding } from './snapshot-files.ts';

const ASK_AGAIN = 'public, no-cache';
const FOR_EVER = 'public, max-age=31536000, immutable';
const NOT_YET_RETRY_S = '5';

/** @param header `If-None-Match`; a weak tag counts, because compression on the way makes it one */
function matches(header: string | null, etag: string): boolean {
	const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	return tags.includes(etag) || tags.includes('*');
}

function cached(
	request: Request,
	etag: string,
	cacheControl: string,
	body: () => Response
): Response {
	const headers = { etag, 'cache-control': cacheControl };
	if (matches(request.headers.get('if-none-match'), etag)) {
		return new Response(null, { status: 304, headers });
	}
	const response = body();
	for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
	return response;
}

/** 200 CatalogueManifest, 304, or 503 not-published for the first seconds of a new server. */
export function manifestAnswer(catalogue: CatalogueService, request: Request): Response {
	const manifest = catalogue.manifest();
	if (!manifest)
		return errorAnswer(503, { kind: 'not-published' }, { 'retry-after': NOT_YET_RETRY_S });
	const etag = `"${manifest.version}-${manifest.hash}"`;
	return cached(request, etag, ASK_AGAIN, () => Response.json(manifest));
}

/** The best encoding that we have and the header accepts. */
export function chooseEncoding(header: string | null): Encoding {
	const accepted = new Map(
		(header ?? '').split(',').map((part) => {
			const [name = '', ...parameters] = part
				.trim()
				.toLowerCase()
				.split(/\s*;\s*/);
			const quality = parameters.find((parameter) => parameter.startsWith('q='));
			return [name, quality === undefined ? 1 : Number(quality.slice(2))];
		})
	);
	const quality = (name: string) => accepted.get(name) ?? accepted.get('*') ?? 0;
	return quality('br') > 0 ? 'br' : quality('gzip') > 0 ? 'gzip' : 'identity';
}

/** 200 CatalogueSnapshot, 304, or 404 no-such-snapshot. */
export async function snapshotAnswer(
	catalogue: CatalogueService,
	request: Request,
	hash: string
): Promise<Response> {
	const missing = () => errorAnswer(404, { kind: 'no-such-snapshot' });
	if (!/^[0-9a-f]{64}$/.test(hash)) return missing();
	const encoding = chooseEncoding(request.headers.get('accept-encoding'));
	const bytes = await catalogue.snapshot(hash, encoding);
	if (!bytes) return missing();
	return cached(request, `"${hash}"`, FOR_EVER, () => {
		const headers = new Headers({ 'content-type': 'application/json', vary: 'accept-encoding' });
		headers.set('content-length', String(bytes.length));
		if (encoding !== 'identity') headers.set('content-encoding', encoding);
		return new Response(bytes, { headers });
	});
}

/** 200 CatalogueChanges, 304, 400 invalid, or 404 too-old. */
export function changesAnswer(catalogue: CatalogueService, request: Request): Response {
	const parameters = new URL(request.url).searchParams;
	const from = parameters.get('from') ?? '';
	if (!/^\d{1,15}$/.test(from)) return errorAnswer(400, { kind: 'invalid', fields: ['from'] });
	const changes = catalogue.changes(Number(from), parameters.get('hash'));
	if (!changes.ok) return errorAnswer(404, changes.error);
	const { to, upserts, removed } = changes;
	return cached(request, `"${from}-${to.version}-${to.hash}"`, ASK_AGAIN, () => {
		const head = JSON.stringify({ from: changes.from, to: to.version, hash: to.hash, removed });
		// The entries are kept as the text that was published.
		return new Response(`${head.slice(0, -1)},"upserts":[${upserts.join(',')}]}`, {
			headers: { 'content-type': 'application/json' }
		});
	});
}

/** 200 RuleSet or 304. */
export function rulesAnswer(rules: PublishedRules, request: Request): Response {
	const { hash, text } = rules.current();
	return cached(request, `"${hash}"`, ASK_AGAIN, () => {
		return new Response(text, { headers: { 'content-type': 'application/json' } });
	});
}
