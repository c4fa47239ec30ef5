/**
 * Answers and bodies of the JSON endpoints. Every error has one shape: `{ error: { kind, … } }`.
 */
import * as v from 'valibot';

export interface ErrorBody {
	error: { kind: string; [detail: string]: unknown };
}

export function jsonAnswer(
	body: unknown,
	status = 200,
	headers: Record<string, string> = {}
): Response {
	// What concerns a person is kept by no cache on the way.
	return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

export function errorAnswer(
	status: number,
	error: ErrorBody['error'],
	headers?: Record<string, string>
): Response {
	return jsonAnswer({ error } satisfies ErrorBody, status, headers);
}

export type ReadBody<Value> = { ok: true; value: Value } | { ok: false; answer: Response };

function statusOf(error: unknown): number | undefined {
	const status = (error as { status?: unknown } | null)?.status;
	return typeof status === 'number' ? status : undefined;
}

/** Reads a JSON body and checks it. What is wrong comes as the answer to give: 400, or 413 when it was cut for size. */
export async function readJson<Schema extends v.GenericSchema>(
	request: Request,
	schema: Schema
): Promise<ReadBody<v.InferOutput<Schema>>> {
	let body: unknown;
	try {
		body = await request.json();
	} catch (error) {
		// Kit's adapter stops a body without a length when it grows past the limit.
		if (statusOf(error) === 413) return { ok: false, answer: tooLarge() };
		return { ok: false, answer: errorAnswer(400, { kind: 'not-json' }) };
	}
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return { ok: true, value: parsed.output };
	// Paths, never values: values may be personal.
	const fields = [...new Set(parsed.issues.map((issue) => v.getDotPath(issue) ?? ''))];
	return { ok: false, answer: errorAnswer(400, { kind: 'invalid', fields }) };
}

export function tooLarge(): Response {
	return errorAnswer(413, { kind: 'too-large' });
}

/** Somebody has tried too often. */
export function throttledAnswer({ retryAfterMs }: { retryAfterMs: number }): Response {
	const retryAfterS = Math.max(1, Math.ceil(retryAfterMs / 1000));
	const headers = { 'retry-after': String(retryAfterS) };
	return errorAnswer(429, { kind: 'throttled', retryAfterMs }, headers);
}

/**
 * Whom to slow down. Behind a proxy, a request that did not come through it has no address of its own: all of those
 * count as one.
 */
export function clientAddress(event: { getClientAddress(): string }): string {
	try {
		return event.getClientAddress();
	} catch {
		return 'unknown';
	}
}
