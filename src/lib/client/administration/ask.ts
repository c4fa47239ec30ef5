/**
 * Asks the server for what an administrator sees: fetched when it is looked at and kept nowhere, because it is about
 * others and is decided on the server alone.
 */
import * as v from 'valibot';

const TIMEOUT_MS = 30_000;

/** Why there is no answer to work with, whatever was asked. */
export type OnlineProblem = { kind: 'no-answer' } | { kind: 'signed-out' } | { kind: 'failed' };

export type Answer<Value, Refusal = never> =
	{ ok: true; value: Value } | { ok: false; error: Refusal | OnlineProblem };

interface Question<Schema, Refusals> {
	method?: 'GET' | 'POST' | 'PUT';
	body?: unknown;
	/** What is answered when all is well. */
	schema: Schema;
	/** The refusals that have words of their own. */
	refusals?: Refusals;
}

type RefusalSchema = v.GenericSchema<unknown, { error: { kind: string } }>;

export async function ask<
	Schema extends v.GenericSchema,
	Refusals extends RefusalSchema = v.GenericSchema<unknown, never>
>(
	path: string,
	{ method = 'GET', body, schema, refusals }: Question<Schema, Refusals>
): Promise<Answer<v.InferOutput<Schema>, v.InferOutput<Refusals>['error']>> {
	let response: Response;
	let answered: unknown;
	try {
		response = await fetch(path, {
			method,
			...(body !== undefined && {
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' }
			}),
			cache: 'no-store',
			redirect: 'error',
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
		answered = await response.json();
	} catch {
		// No network, no server, or a page of something in between.
		return { ok: false, error: { kind: 'no-answer' } };
	}
	if (response.ok) {
		const parsed = v.safeParse(schema, answered);
		return parsed.success
			? { ok: true, value: parsed.output }
			: { ok: false, error: { kind: 'failed' } };
	}
	if (response.status === 401 || response.status === 403) {
		return { ok: false, error: { kind: 'signed-out' } };
	}
	const refused = refusals && v.safeParse(refusals, answered);
	return { ok: false, error: refused?.success ? refused.output.error : { kind: 'failed' } };
}
