/** What a tablet asks of the server besides records. Refusals are values; what is not the server's answer is `offline`. */
import * as v from 'valibot';
import {
	contactResponseSchema,
	enrolResponseSchema,
	unlockResponseSchema,
	type ContactRequest,
	type ContactResponse,
	type EnrolResponse,
	type UnlockRequest,
	type UnlockResponse
} from '../../domain/devices/device-api.ts';

const TIMEOUT_MS = 15_000;

/** `kind` is the server's own word for a refusal, or `offline` or `server`. */
export interface ApiError {
	kind: string;
	/** Of `throttled`: seconds. */
	retryAfterS?: number;
}

export type ApiResult<Value> = { ok: true; value: Value } | { ok: false; error: ApiError };

const errorSchema = v.object({ error: v.object({ kind: v.string() }) });

async function bodyOf(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		// A page that is not ours, such as a captive portal's.
		return null;
	}
}

async function post<Schema extends v.GenericSchema>(
	path: string,
	body: object,
	schema: Schema,
	token?: string
): Promise<ApiResult<v.InferOutput<Schema>>> {
	let response: Response;
	try {
		response = await fetch(path, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(token && { authorization: `Bearer ${token}` })
			},
			body: JSON.stringify(body),
			// A cookie that may lie here from before the enrolment says nothing on a tablet.
			credentials: 'omit',
			cache: 'no-store',
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
	} catch {
		return { ok: false, error: { kind: navigator.onLine ? 'server' : 'offline' } };
	}
	const answer = await bodyOf(response);
	if (response.ok) {
		const parsed = v.safeParse(schema, answer);
		return parsed.success
			? { ok: true, value: parsed.output }
			: { ok: false, error: { kind: 'server' } };
	}
	const refusal = v.safeParse(errorSchema, answer);
	const kind = refusal.success ? refusal.output.error.kind : 'server';
	const retryAfterS = Number(response.headers.get('retry-after') ?? 0);
	return { ok: false, error: { kind, ...(retryAfterS > 0 && { retryAfterS }) } };
}

export const tabletApi = {
	enrol: (body: { code: string; publicKey: string; appVersion: string }) =>
		post('/api/device/enrol', body, enrolResponseSchema) as Promise<ApiResult<EnrolResponse>>,
	signIn: (
		body: { username: string; passphrase: string; publicKey: string },
		deviceToken: string
	) =>
		post('/api/device/people', body, unlockResponseSchema, deviceToken) as Promise<
			ApiResult<UnlockResponse>
		>,
	unlock: (body: UnlockRequest, deviceToken: string) =>
		post('/api/device/unlock', body, unlockResponseSchema, deviceToken) as Promise<
			ApiResult<UnlockResponse>
		>,
	contact: (body: ContactRequest, deviceToken: string) =>
		post('/api/device/contact', body, contactResponseSchema, deviceToken) as Promise<
			ApiResult<ContactResponse>
		>,

	/** Ends a person's token. Nobody waits for it: the page that held the token is going. */
	forget(personToken: string): void {
		const headers = { authorization: `Bearer ${personToken}`, 'content-type': 'application/json' };
		void fetch('/api/session', { method: 'DELETE', headers, keepalive: true }).catch(
			() => undefined
		);
	}
};
