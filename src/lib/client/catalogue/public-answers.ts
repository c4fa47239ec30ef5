/**
 * What the server gives to everybody, over HTTP. Whatever answers is checked before it is believed: a Wi-Fi that asks to
 * sign in answers 200 to everything.
 */
import * as v from 'valibot';

/**
 * `no-network`: nobody answered. `bad-answer`: not what was asked for, or a server in trouble. `damaged-download`: what
 * came does not have the announced hash.
 */
export type RemoteResult<T> =
	| { ok: true; value: T }
	| { ok: false; error: { kind: 'no-network' | 'bad-answer' | 'damaged-download' } };

export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

export interface PublicAnswer {
	status: number;
	etag: string | null;
	body: ArrayBuffer;
}

export const TIMEOUT_MS = 20 * 1000;

export const badAnswer = { ok: false, error: { kind: 'bad-answer' } } as const;

/** @param etag of what is here already, when there is anything */
export function createGet(fetch: Fetch) {
	return async (
		path: string,
		timeoutMs = TIMEOUT_MS,
		etag: string | null = null
	): Promise<RemoteResult<PublicAnswer>> => {
		try {
			const headers = etag === null ? undefined : { 'if-none-match': etag };
			const response = await fetch(path, { headers, signal: AbortSignal.timeout(timeoutMs) });
			const body = await response.arrayBuffer();
			const { status } = response;
			return { ok: true, value: { status, etag: response.headers.get('etag'), body } };
		} catch {
			// fetch rejects only when no answer came through: unreachable, cut, or too slow.
			return { ok: false, error: { kind: 'no-network' } };
		}
	};
}

/** Null when it is not what the schema says. */
export function parseAnswer<T>(
	schema: v.GenericSchema<unknown, T>,
	{ status, body }: PublicAnswer
): T | null {
	return status === 200 ? parseJson(schema, textOf(body)) : null;
}

export function parseJson<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
	try {
		const parsed = v.safeParse(schema, JSON.parse(text));
		return parsed.success ? parsed.output : null;
	} catch {
		// Not JSON: the page of a Wi-Fi that asks to sign in.
		return null;
	}
}

export function textOf(body: ArrayBuffer): string {
	return new TextDecoder().decode(body);
}
