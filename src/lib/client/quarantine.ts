/**
 * What the server could not read, for the administrator: fetched when it is looked at and kept nowhere, because it may be
 * about anybody and is decided on the server alone.
 */
import * as v from 'valibot';
import {
	quarantineDetailSchema,
	quarantineErrorSchema,
	quarantineListSchema,
	quarantineOutcomeSchema,
	type QuarantineDetail,
	type QuarantineError,
	type QuarantineList,
	type QuarantineOutcome,
	type QuarantineView
} from '$lib/domain/quarantine';

const TIMEOUT_MS = 30_000;
const PATH = '/api/admin/quarantine';

export type QuarantineProblem =
	QuarantineError | { kind: 'no-answer' } | { kind: 'signed-out' } | { kind: 'failed' };

export type QuarantineAnswer<Value> =
	{ ok: true; value: Value } | { ok: false; error: QuarantineProblem };

function problemOf(status: number, body: unknown): QuarantineProblem {
	if (status === 401 || status === 403) return { kind: 'signed-out' };
	const parsed = v.safeParse(quarantineErrorSchema, body);
	return parsed.success ? parsed.output.error : { kind: 'failed' };
}

async function ask<Schema extends v.GenericSchema>(
	path: string,
	schema: Schema,
	method: 'GET' | 'POST' = 'GET'
): Promise<QuarantineAnswer<v.InferOutput<Schema>>> {
	let response: Response;
	let body: unknown;
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		response = await fetch(path, { method, cache: 'no-store', redirect: 'error', signal });
		body = await response.json();
	} catch {
		// No network, no server, or a page of something in between.
		return { ok: false, error: { kind: 'no-answer' } };
	}
	if (!response.ok) return { ok: false, error: problemOf(response.status, body) };
	const parsed = v.safeParse(schema, body);
	if (!parsed.success) return { ok: false, error: { kind: 'failed' } };
	return { ok: true, value: parsed.output };
}

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

export function listQuarantine(view: QuarantineView): Promise<QuarantineAnswer<QuarantineList>> {
	return ask(`${PATH}?view=${view}`, quarantineListSchema);
}

export function readQuarantined(id: string): Promise<QuarantineAnswer<QuarantineDetail>> {
	return ask(pathOf(id), quarantineDetailSchema);
}

export function acceptQuarantined(id: string): Promise<QuarantineAnswer<QuarantineOutcome>> {
	return ask(`${pathOf(id)}/accept`, quarantineOutcomeSchema, 'POST');
}

export function setAsideQuarantined(id: string): Promise<QuarantineAnswer<null>> {
	return ask(`${pathOf(id)}/set-aside`, v.null(), 'POST');
}
