/**
 * Fetches each scope's changes, page by page, and hands them to the store.
 *
 * Invariants
 * - Rows, cursor and confirmed sequence of a page are written in one transaction of the store.
 * - A row this app cannot read stops the cursor of its scope, and is named; everything else goes on.
 * - A server that no longer has what it had confirmed, or whose feed ends before where it was, has been put back: everything
 *   kept here is sent to it again, and what is not kept any more is counted as lost.
 * - At the end of a run the checksum of what the device holds equals the server's, or the scope is fetched anew once.
 */
import * as v from 'valibot';
import { emptyChecksum, formatChecksum, parseChecksum, updateChecksum } from '../merge/checksum.ts';
import type { Model } from '../merge/model.ts';
import { refId, type RowRef } from '../protocol/json.ts';
import { pullResponseSchema, type Cursor, type PullResponse } from '../protocol/pull.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { failureOf, type Contact } from './contact.ts';
import type { DeviceEvent } from './ports.ts';
import { isForgotten, isKeptBack } from './exceptions.ts';
import type { Replica } from './replica.ts';
import type { SendContext } from './send.ts';

export interface ReceiveContext extends SendContext {
	/** The server has lost what it had confirmed. */
	onServerPutBack(): void;
	/** A row or a scope that could not be taken over; null when all is well again. */
	onStopped(problem: string | null): void;
}

/** The server has been restored: nothing was taken over, sending comes first again. */
export interface EpochChanged {
	kind: 'epoch-changed';
}

export async function receiveScopes(
	context: ReceiveContext,
	wanted: readonly string[]
): Promise<Contact | EpochChanged> {
	let known = new Set([...wanted, ...context.replica.scopes.keys()]);
	let problem: string | null = null;
	for (const scope of known) {
		const result = await receiveScope(context, scope, known);
		if ('failure' in result) return result.failure;
		problem ??= result.problem;
		if (result.scopes) known = await dropForeign(context, known, result.scopes);
	}
	context.onStopped(problem);
	return { kind: 'ok' };
}

/** Rows of scopes the caller no longer holds are forgotten. */
async function dropForeign(
	{ store, publish, replica }: ReceiveContext,
	known: Set<string>,
	allowed: readonly string[]
): Promise<Set<string>> {
	const foreign = [...known].filter((scope) => !allowed.includes(scope));
	const stored = foreign.filter((scope) => replica.scopes.has(scope));
	if (stored.length > 0) {
		const write = await store.dropScopes(stored);
		await publish({ kind: 'scopes-dropped', scopes: stored }, write);
	}
	for (const scope of foreign) known.delete(scope);
	return known;
}

type ScopeResult =
	| { failure: Exclude<Contact, { kind: 'ok' }> | EpochChanged }
	| { problem: string | null; scopes: readonly string[] | null };

async function receiveScope(
	context: ReceiveContext,
	scope: string,
	known: ReadonlySet<string>
): Promise<ScopeResult> {
	let anew = false;
	let isPutBack = false;
	/** Where the scope stood when this began. */
	const before = context.replica.scopes.get(scope)?.cursor ?? null;
	for (;;) {
		const stored = context.replica.scopes.get(scope)?.cursor ?? null;
		const confirmed = highestConfirmed(context.replica);
		const result = await pullPage(context, scope, anew ? null : stored);
		if ('failure' in result) return result;
		const { page } = result;
		const { meta } = context.replica;
		if (meta.epoch !== null && meta.epoch !== page.epoch) {
			await context.store.changeEpoch(page.epoch, page.confirmedSeq);
			await context.reload();
			return { failure: { kind: 'epoch-changed' } };
		}
		if (page.confirmedSeq < confirmed) {
			// The same history, but less of it: a database put back without saying so.
			context.onServerPutBack();
			await context.store.changeEpoch(page.epoch, page.confirmedSeq);
			await context.reload();
			return { failure: { kind: 'epoch-changed' } };
		}
		const unreadable = findUnreadable(context.model, page);
		if (unreadable) return { problem: unreadable, scopes: page.scopes };

		if (!page.more && isBehind(page.cursor, before) && !isPutBack) {
			// What had its answer after that may be gone, or refused or held again: all of it is asked about once more.
			context.onServerPutBack();
			await context.store.changeEpoch(page.epoch, page.confirmedSeq);
			await context.reload();
			isPutBack = true;
		}
		const others = page.scopes.filter((each) => each !== scope && known.has(each));
		const event = pulledEvent(context, page, others);
		if (page.checksum !== null && event.next.checksum !== page.checksum) {
			if (anew) return { problem: `checksum:${scope}`, scopes: page.scopes };
			anew = true;
			continue;
		}
		const write = await context.store.applyPage(event, stored);
		if (write !== null) await context.publish(event, write);
		// Another tab has been here meanwhile: take over what it wrote, then go on from there.
		else await context.reload();
		if (page.erased) await forgetErased(context, page.erased);
		anew = false;
		if (page.more) continue;
		if (isPutBack) return { failure: { kind: 'epoch-changed' } };
		return { problem: null, scopes: page.scopes };
	}
}

/** In one history a scope only ever goes on: when it ends before where it was, the server has been put back. */
function isBehind(now: Cursor, before: Cursor | null): boolean {
	return (
		before !== null &&
		before.epoch === now.epoch &&
		before.scopeHash === now.scopeHash &&
		now.version < before.version
	);
}

/** Whose author is still to be told keeps what it says until they have taken notice. */
async function forgetErased({ store, replica, platform, publish }: ReceiveContext, ids: string[]) {
	if (ids.length === 0) return;
	const erased = new Set(ids);
	const here = [...replica.outbox.values()].filter(({ id, seq }) => {
		if (!erased.has(id) || seq > replica.meta.answeredSeq) return false;
		const exception = replica.exceptions.get(seq);
		return exception?.outcome !== 'erased' || isForgotten(exception);
	});
	if (here.length === 0) return;
	const marked = here.map(({ id, seq }) => {
		const standing = replica.exceptions.get(seq);
		return { id, seq, ...(standing && { standing }) };
	});
	const { event, write } = await store.forget(marked, platform.now());
	await publish(event, write);
}

/**
 * The highest number that the server has certainly seen, kept here or not: what it says it misses, and what was kept from it,
 * it need not have.
 */
function highestConfirmed({ meta, exceptions }: Replica): number {
	const missing = new Set(meta.missing);
	for (let seq = meta.answeredSeq; seq > 0; seq -= 1) {
		const exception = exceptions.get(seq);
		if (!missing.has(seq) && !(exception && isKeptBack(exception))) return seq;
	}
	return 0;
}

async function pullPage(
	{ transport, replica, model, onServerNow }: ReceiveContext,
	scope: string,
	cursor: Cursor | null
): Promise<{ page: PullResponse } | { failure: Exclude<Contact, { kind: 'ok' }> }> {
	const result = await transport.pull({
		protocol: PROTOCOL,
		schemaVersion: model.schemaVersion,
		storeId: replica.meta.storeId,
		scope,
		cursor
	});
	if (result.kind !== 'answer') {
		const failure = failureOf(result, transport.isOnline());
		return { failure: failure.kind === 'too-large' ? { kind: 'not-understood' } : failure };
	}
	const parsed = v.safeParse(pullResponseSchema, result.body);
	if (!parsed.success || parsed.output.scope !== scope) {
		return { failure: { kind: 'captive-portal' } };
	}
	onServerNow(parsed.output.serverNow);
	return { page: parsed.output as PullResponse };
}

function findUnreadable(model: Model, page: PullResponse): string | null {
	for (const row of page.rows) {
		const reason = model.checkRow(row.collection, row.fields);
		if (reason) return `${refId(row)}:${reason}`;
	}
	return null;
}

function pulledEvent(
	{ replica, platform }: ReceiveContext,
	page: PullResponse,
	/** The other scopes of this contact. */
	others: readonly string[]
): Extract<DeviceEvent, { kind: 'pulled' }> {
	const { scope } = page;
	const before = replica.scopes.get(scope);
	const revBefore = (ref: RowRef) => {
		const rev = page.resnapshot ? undefined : replica.revIn(scope, ref);
		return rev === undefined ? undefined : { ...ref, rev };
	};
	let sum = before && !page.resnapshot ? parseChecksum(before.checksum) : { ...emptyChecksum };
	for (const row of page.rows) sum = updateChecksum(sum, revBefore(row), row);
	for (const ref of page.gone) sum = updateChecksum(sum, revBefore(ref), undefined);
	const confirmedMeanwhile = page.resnapshot ? 0 : (before?.confirmedSeq ?? 0);
	// What was done here may stand in a scope of which nothing has come yet: the next contact says it of all of them.
	const isComplete = others.every((each) => replica.scopes.has(each));
	return {
		kind: 'pulled',
		scope,
		replace: page.resnapshot,
		rows: page.rows,
		gone: page.gone,
		next: {
			scope,
			cursor: page.cursor,
			// Pages before the last hold only part of what was done here, and a new snapshot has replaced the rest.
			confirmedSeq: page.more ? confirmedMeanwhile : isComplete ? page.confirmedSeq : 0,
			checksum: formatChecksum(sum)
		},
		at: platform.now()
	};
}
