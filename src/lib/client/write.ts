/** Writing intents from pages: checked against the domain's own schema, durable before anybody says "saved". */
import * as v from 'valibot';
import { intents, type IntentArgs, type IntentName } from '$lib/domain/model';
import { room } from './room/room.svelte';
import { DeviceStoreError } from '../../../sync/client/ports';
import { checkArgs } from '../../../sync/client/checked-args';
import type { DraftStore } from './store/draft-store';
import type { Fields } from '../../../sync/protocol/json';
import type { IntentInput, SyncClient } from '../../../sync/client/sync-client';

export type WriteError =
	| { kind: 'invalid'; issues: { path: string; message: string }[] }
	| { kind: 'storage-full' }
	/** The database was written by a newer app: reload to go on. */
	| { kind: 'read-only' }
	| { kind: 'failed' };

export type WriteResult = { ok: true } | { ok: false; error: WriteError };

/**
 * Checked and plain: what the schema returns holds none of the page's reactive proxies.
 * @param readRev revision of its target that its author has read, where that is older than the one that is here
 */
export function intent<Name extends IntentName>(
	name: Name,
	args: IntentArgs<Name>,
	readRev?: number
): { ok: true; input: IntentInput } | { ok: false; error: WriteError } {
	const parsed = checkArgs(intents[name], args);
	if (parsed.success) {
		const input = { name, args: parsed.output as Fields };
		return { ok: true, input: readRev === undefined ? input : { ...input, readRev } };
	}
	const issues = parsed.issues.map((issue) => ({
		path: v.getDotPath(issue) ?? '',
		message: issue.message
	}));
	return { ok: false, error: { kind: 'invalid', issues } };
}

/** Writes all or none. */
export async function write(
	desk: { client: Pick<SyncClient, 'write'> },
	checked: ReturnType<typeof intent>[]
): Promise<WriteResult> {
	const inputs: IntentInput[] = [];
	for (const result of checked) {
		if (!result.ok) return result;
		inputs.push(result.input);
	}
	return durably(desk.client.write(inputs));
}

/** @param work a write of the engine; what the device refuses comes back as a value */
export async function durably(work: Promise<unknown>): Promise<WriteResult> {
	try {
		await uponSettling(work);
		void room.look();
		return { ok: true };
	} catch (error) {
		if (!(error instanceof DeviceStoreError)) throw error;
		if (error.kind === 'storage-full') void room.look({ now: true });
		return { ok: false, error: { kind: error.kind } };
	}
}

const underWay = new Set<Promise<unknown>>();

/** The same work, which `writesSettled` waits for. */
export async function uponSettling<Result>(work: Promise<Result>): Promise<Result> {
	underWay.add(work);
	try {
		return await work;
	} finally {
		underWay.delete(work);
	}
}

/**
 * It has become a record. One that is left behind is offered again, and becomes the same record: nobody waits for it, and
 * nobody is told. What was saved is on the screen first.
 */
export function dropDraft({ drafts }: { drafts: Pick<DraftStore, 'delete'> }, id: string): void {
	const shown = new Promise<void>((resolve) => setTimeout(resolve));
	uponSettling(shown.then(() => drafts.delete(id))).catch(() => undefined);
}

/**
 * When what is being saved now has been saved, or could not be, and what follows from it is done: nothing is locked away in
 * the middle of it.
 */
export async function writesSettled(): Promise<void> {
	while (underWay.size > 0) {
		await Promise.allSettled(underWay);
		// Whoever waited for it goes on first, and drops the draft.
		await new Promise((resolve) => setTimeout(resolve));
	}
}
