/**
 * The way to the server over HTTP. It tells the server's own answers from those of a network in between: a captive
 * portal answers 200, or 403, with a page of its own.
 */
import type { Transport, TransportResult } from '../../../../sync/client/ports.ts';

const TIMEOUT_MS = 30_000;

/** Half a megabyte leaves Chromium 156 in 20 ms from a blob, and in 65 as a string. */
const LARGE_CHARACTERS = 64 * 1024;

function bodyOf(content: object): string | Blob {
	const text = JSON.stringify(content);
	return text.length < LARGE_CHARACTERS ? text : new Blob([text]);
}

export type Post = (path: string, body: object) => Promise<TransportResult>;

/** @param token on a tablet, whose cookies say nothing; without it, the browser's cookie says who calls */
export function createHttpPost(
	fetcher: typeof fetch = fetch,
	token?: () => Promise<string | null>
): Post {
	return async function post(path: string, body: object): Promise<TransportResult> {
		let response: Response;
		const bearer = await token?.();
		try {
			response = await fetcher(path, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...(bearer && { authorization: `Bearer ${bearer}` })
				},
				body: bodyOf(body),
				credentials: token ? 'omit' : 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal: AbortSignal.timeout(TIMEOUT_MS)
			});
		} catch {
			// No answer at all: a dead network, a dead server, a redirect to a portal, or the time was up.
			return { kind: 'unreachable' };
		}
		return readAnswer(response);
	};
}

/** @param token as of `createHttpPost` */
export function createHttpTransport(
	fetcher: typeof fetch = fetch,
	token?: () => Promise<string | null>
): Transport {
	const post = createHttpPost(fetcher, token);
	return {
		push: (request) => post('/api/sync/push', request),
		pull: (request) => post('/api/sync/pull', request),
		isOnline: () => navigator.onLine
	};
}

async function readAnswer(response: Response): Promise<TransportResult> {
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	const { status } = response;
	if (!response.ok) {
		// A proxy's 413 or 502 is a page too, but says enough by its status.
		if (!isJson && (status === 401 || status === 403 || status === 511))
			return { kind: 'not-json' };
		return { kind: 'refused', status, retryAfterMs: retryAfterMs(response) };
	}
	if (!isJson) return { kind: 'not-json' };
	try {
		return { kind: 'answer', body: await response.json() };
	} catch {
		// Cut in the middle: the whole batch goes again.
		return { kind: 'unreachable' };
	}
}

function retryAfterMs(response: Response): number | null {
	const header = response.headers.get('retry-after');
	if (header === null) return null;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const at = Date.parse(header);
	return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
