/** What must hold when all faults have stopped and everybody has been in contact until nothing moved any more. */
import { syncStatusOf } from '../../src/lib/client/sync/status.ts';
import { onlyHere } from '../../sync/client/again.ts';
import { isDecided, isKeptBack } from '../../sync/client/exceptions.ts';
import type { DeviceState } from '../../sync/client/ports.ts';
import { createReplica } from '../../sync/client/replica.ts';
import { emptyChecksum, formatChecksum, updateChecksum } from '../../sync/merge/checksum.ts';
import type { StoredRow } from '../../sync/merge/merge-fields.ts';
import { jsonEqual, refId, type Json } from '../../sync/protocol/json.ts';
import type { LedgerView, Run } from './server.ts';
import type { Tab, Tablet } from './tablet.ts';
import { MODEL, type Saved, type World } from './world.ts';

export function checkTheEnd(world: World) {
	const rows = world.server.rows();
	const ledger = world.server.ledger();
	everySavedIntentIsSomewhere(world, ledger);
	ledgerAndRowsAgree(world, rows, ledger);
	nothingIsOverwrittenUnseen(world, rows, ledger);
	exceptionsSayWhatTheServerSays(world, ledger);
	nothingHereCountsAsMissing(world);
	nothingErasedIsLeft(world, rows, ledger);
	eachRanOnce(world, ledger);
	for (const tablet of world.tablets) {
		if (tablet.gone) continue;
		const [tab] = tablet.tabs;
		for (const each of tablet.tabs) tabAgreesWithStore(world, tablet, each);
		if (tab?.client) deviceShowsTheServer(world, tablet, tab, rows);
	}
}

/** Once on the server, or kept on its tablet and shown, or counted as missing on both sides. */
function everySavedIntentIsSomewhere(world: World, ledger: LedgerView[]) {
	const { server, saved, destroyed } = world;
	const successors = new Map(world.successors);
	const kept = new Map<string, 'shown' | 'hidden'>();
	const answered = new Set(ledger.map(({ id }) => id));
	// What has been decided is answered, or somebody has corrected it since.
	for (const { id, state } of server.quarantined()) if (state !== 'decided') answered.add(id);
	for (const tablet of world.tablets.filter(({ gone }) => !gone)) {
		const client = tablet.tabs[0]?.client;
		if (!client) continue;
		const { replica } = client;
		const here = new Set(onlyHere(replica));
		// It concerned somebody who was erased: a restored server need not have it.
		for (const { id, outcome } of replica.exceptions.values()) {
			if (outcome === 'erased') kept.set(id, 'shown');
		}
		for (const { id, seq } of replica.outbox.values()) {
			const exception = replica.exceptions.get(seq);
			if (exception && exception.supersededBy !== null) {
				successors.set(id, exception.supersededBy);
				continue;
			}
			// What is held is the server's to apply: it must be there.
			const isShown = here.has(seq) || (exception !== undefined && exception.outcome !== 'held');
			if (isShown || !kept.has(id)) kept.set(id, isShown ? 'shown' : 'hidden');
		}
	}
	const isAccountedFor = (id: string): boolean => {
		if (answered.has(id) || kept.get(id) === 'shown') return true;
		const next = successors.get(id);
		return next !== undefined && isAccountedFor(next);
	};
	/** The server has had another by its number. */
	const isUsedTwice = ({ storeId, seq }: { storeId: string; seq: number }) =>
		[...saved].some(
			([id, each]) => each.storeId === storeId && each.seq === seq && server.everHad.has(id)
		);
	for (const [id, { name, tablet, seq }] of saved) {
		if (isAccountedFor(id)) continue;
		const gone = destroyed.get(id);
		if (!gone) {
			const where = kept.get(id) ?? 'gone';
			world.fail('saved-is-somewhere', `${tablet} ${seq} ${name} ${id}: ${where} on the tablet`);
		} else if (gone.counted && !isUsedTwice(gone)) {
			const missing = server.missingOf(gone.storeId);
			if (!missing.some(([from, to]) => gone.seq >= from && gone.seq <= to)) {
				world.fail('lost-is-counted', `${tablet} ${seq} ${name}: the server misses nothing`);
			}
		}
	}
}

function ledgerAndRowsAgree(world: World, rows: StoredRow[], ledger: LedgerView[]) {
	const erased = world.server.erased.read();
	const byId = new Map(rows.map((row) => [refId(row), row]));
	const made = new Set<string>();
	const accepted = new Set<string>();
	const ids = new Set<string>();
	for (const entry of ledger) {
		if (ids.has(entry.id)) world.fail('ledger-once', entry.id);
		ids.add(entry.id);
		const isFact = MODEL.intents[entry.name]?.kind === 'fact';
		// Whoever has no business there is turned away; what has happened is not.
		if (isFact && entry.outcome === 'rejected' && !entry.reason?.startsWith('not-your')) {
			world.fail('facts-are-taken', `${entry.name} ${entry.id}: ${entry.reason}`);
		}
		if (entry.outcome !== 'accepted') continue;
		accepted.add(entry.id);
		made.add(refId(entry));
		if (!byId.has(refId(entry)) && !erased.has(entry)) {
			world.fail('ledger-has-rows', `${entry.name} ${entry.id} was accepted, its row is not there`);
		}
		if (entry.flags.includes('conflict'))
			conflictIsKept(world, entry, byId.get(refId(entry)), ledger);
	}
	for (const row of rows) {
		const isLine = row.collection === 'events' || row.collection === 'offerEvents';
		if (isLine ? !accepted.has(row.key) : !made.has(refId(row))) {
			world.fail('rows-have-ledger', `${refId(row)} stands on nothing that was accepted`);
		}
	}
}

/**
 * Nobody overwrites what they have not seen: a value that stood, written elsewhere, goes only by the hand of somebody who
 * had it before them. After a restore nobody can tell which history was seen.
 */
function nothingIsOverwrittenUnseen(world: World, rows: StoredRow[], ledger: LedgerView[]) {
	const { server, saved } = world;
	if (server.restores > 0) return;
	const accepted = new Set(ledger.flatMap(({ id, outcome }) => (outcome === 'accepted' ? id : [])));
	const forked = new Set(
		world.tablets.filter((each) => each.forked).map(({ store }) => store.look().meta.storeId)
	);
	/** When they wrote this, or what they have written of it before: that may cover it on their screen. */
	const hasSeen = ({ storeId, seq, seen }: Saved, field: string, value: Json | undefined) =>
		[...saved.values()].some(
			(each) =>
				each.storeId === storeId &&
				each.seq <= seq &&
				each.seen?.row === seen?.row &&
				jsonEqual(each.seen?.fields?.[field], value)
		);
	const runs = new Map<string, Run[]>();
	for (const run of server.history) {
		if (accepted.has(run.id)) runs.set(run.row, [...(runs.get(run.row) ?? []), run]);
	}
	for (const row of rows) {
		const ofRow = runs.get(refId(row)) ?? [];
		for (const [index, { id, before, patch }] of ofRow.entries()) {
			const author = saved.get(id);
			if (!before || !author?.seen) continue;
			const after = ofRow[index + 1]?.before ?? row.fields;
			for (const field of Object.keys(patch)) {
				const stood = before[field];
				if (MODEL.machineFields[row.collection]?.includes(field)) continue;
				if (jsonEqual(stood, after[field]) || hasSeen(author, field, stood)) continue;
				const wrote = ofRow.slice(0, index).findLast((run) => jsonEqual(run.patch[field], stood));
				const writer = wrote && saved.get(wrote.id);
				// A store's own earlier word gives way; of a copied one nobody knows at first that it is two.
				const isOwn = writer?.storeId === author.storeId || forked.has(author.storeId);
				if (!writer || isOwn) continue;
				world.fail(
					'overwritten-unseen',
					`${author.tablet} ${author.name} ${id} ${field}: ${text(stood)} of ${writer.tablet}`
				);
			}
		}
	}
}

/** What a tablet says was refused, held or set apart is what the server says of it. */
function exceptionsSayWhatTheServerSays(world: World, ledger: LedgerView[]) {
	const outcomes = new Map(ledger.map(({ id, outcome }) => [id, outcome]));
	// What somebody has decided is answered in the ledger.
	for (const { id, state } of world.server.quarantined()) {
		if (state === 'decided' && !outcomes.has(id)) outcomes.set(id, 'nothing');
	}
	for (const tablet of world.tablets) {
		const client = tablet.gone || tablet.forked ? undefined : tablet.tabs[0]?.client;
		for (const exception of client?.replica.exceptions.values() ?? []) {
			const outcome = outcomes.get(exception.id);
			if (isDecided(exception) || !outcome || outcome === exception.outcome) continue;
			// The ledger forgets what it was, not that it was answered.
			if (exception.outcome === 'erased') continue;
			const { seq } = exception;
			const detail = `${tablet.name} ${seq}: ${exception.outcome} for ${outcome}`;
			world.fail('exceptions-agree', detail);
		}
	}
}

/** Nobody is told that a record is lost which its tablet still has. */
function nothingHereCountsAsMissing({ server, tablets, fail }: World) {
	for (const tablet of tablets) {
		const client = tablet.gone || tablet.forked ? undefined : tablet.tabs[0]?.client;
		if (!client) continue;
		const { meta, exceptions, outbox } = client.replica;
		for (const [from, to] of server.missingOf(meta.storeId)) {
			for (let seq = from; seq <= to; seq += 1) {
				const exception = exceptions.get(seq);
				// Whoever has taken a refusal back hears with the next push that the server has lost it.
				const isHeard = meta.missing.includes(seq);
				if (!outbox.has(seq) || (exception && (isKeptBack(exception) || !isHeard))) continue;
				fail('missing-is-not-here', `${tablet.name} ${seq}`);
			}
		}
	}
}

/** Of two values for one field none is dropped before somebody has chosen. */
function conflictIsKept(
	world: World,
	entry: LedgerView,
	row: StoredRow | undefined,
	ledger: LedgerView[]
) {
	const changes = (entry.args?.changes ?? {}) as { [field: string]: Json };
	if (!row) return;
	// After a restore nobody can tell which history was seen; and copies the engine makes are no new word.
	const hasSeen = (id: string) =>
		world.server.restores > 0 || (world.saved.get(id)?.seen?.conflicts.includes(entry.id) ?? true);
	for (const [field, value] of Object.entries(changes)) {
		if (jsonEqual(row.fields[field], value)) continue;
		const stands = row.conflicts.some((each) => each.field === field && each.actor === entry.actor);
		const isSettled = ledger.some(
			(each) =>
				refId(each) === refId(entry) &&
				each.outcome === 'accepted' &&
				each.id !== entry.id &&
				((((each.args?.settles ?? []) as string[]).includes(field) && hasSeen(each.id)) ||
					// A later value of their own stands in the place of the earlier.
					(each.actor === entry.actor &&
						Object.hasOwn((each.args?.changes ?? {}) as object, field)))
		);
		if (!stands && !isSettled) world.fail('conflict-kept', `${entry.name} ${entry.id} ${field}`);
	}
}

function nothingErasedIsLeft(world: World, rows: StoredRow[], ledger: LedgerView[]) {
	const erased = world.server.erased.read();
	for (const row of rows) {
		const isLeft = erased.has(row) || MODEL.ownersOf(row.collection, row.fields).some(erased.has);
		if (isLeft) world.fail('erased-is-gone', `${refId(row)} on the server`);
	}
	for (const entry of ledger) {
		if (entry.args && (erased.has(entry) || namesAny(entry.args, erased))) {
			world.fail('erased-is-gone', `${entry.name} ${entry.id} in the ledger: ${entry.outcome}`);
		}
	}
}

function namesAny(args: object, erased: { names(text: string): boolean }): boolean {
	return Object.values(args).some((value) =>
		typeof value === 'string'
			? erased.names(value)
			: typeof value === 'object' && value !== null && namesAny(value, erased)
	);
}

function eachRanOnce(world: World, ledger: LedgerView[]) {
	for (const { id, name, outcome } of ledger) {
		const times = world.server.ran.get(id) ?? 0;
		const isRight = outcome === 'accepted' ? times === 1 : times <= 1;
		if (!isRight) world.fail('ran-once', `${name} ${id} ${outcome}: ${times} times`);
	}
}

/** Applying the events of a store gives the same replica as loading it. */
export function tabAgreesWithStore(world: World, tablet: Tablet, tab: Tab) {
	if (!tab.client) return;
	const state = tablet.store.look();
	const fresh = createReplica(MODEL, (userId) => ({ userId, name: '', role: '' }));
	fresh.reset(state);
	const { replica } = tab.client;
	const compare = (what: string, shown: unknown, stored: unknown) => {
		if (!jsonEqual(plain(shown), plain(stored))) {
			world.fail(
				'tab-agrees-with-store',
				`${tab.name} ${what}: ${text(shown)} for ${text(stored)}`
			);
		}
	};
	const { schemaVersion: _a, lastContactAt: _b, ...meta } = replica.meta;
	const { schemaVersion: _c, lastContactAt: _d, ...stored } = fresh.meta;
	compare('meta', meta, stored);
	// What nobody needs any more is deleted behind its back.
	const lacks = [...fresh.outbox.keys()].filter((seq) => !replica.outbox.has(seq));
	compare('outbox', lacks, []);
	compare('exceptions', exceptionsOf(replica, fresh.outbox), exceptionsOf(fresh, fresh.outbox));
	compare('scopes', Object.fromEntries(replica.scopes), Object.fromEntries(fresh.scopes));
	for (const collection of Object.keys(domainModelCollections)) {
		const keys = (each: typeof fresh) => [...each.rows(collection).keys()].sort();
		compare(collection, keys(replica), keys(fresh));
	}
}

const domainModelCollections = {
	people: 1,
	relations: 1,
	requests: 1,
	events: 1,
	followups: 1,
	contacts: 1,
	offers: 1,
	offerEvents: 1
};

type Exceptions = { exceptions: ReadonlyMap<number, DeviceState['exceptions'][number]> };
const exceptionsOf = ({ exceptions }: Exceptions, among?: ReadonlyMap<number, unknown>) =>
	Object.fromEntries(
		[...exceptions]
			.filter(([seq]) => among?.has(seq) ?? true)
			.map(([seq, { at: _at, ...rest }]) => [seq, rest])
	);

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as Json;
const text = (value: unknown) => JSON.stringify(value).slice(0, 300);

/** What a tablet shows is what the server holds, as its scopes may see it; and so are the sums. */
function deviceShowsTheServer(world: World, tablet: Tablet, tab: Tab, rows: StoredRow[]) {
	const { replica, contact } = tab.client!;
	if (contact.stopped) world.fail('nothing-stopped', `${tab.name}: ${contact.stopped}`);
	const truth = new Map<string, { fields: Json; conflicts: Json }>();
	for (const scope of replica.scopes.keys()) {
		let sum = emptyChecksum;
		for (const row of rows) {
			if (!MODEL.scopesOf(row.collection, row.fields).includes(scope)) continue;
			const fields = MODEL.project(scope, row.collection, row.fields);
			if (!fields) continue;
			sum = updateChecksum(sum, undefined, row);
			truth.set(refId(row), { fields, conflicts: plain(row.conflicts) });
		}
		if (replica.scopes.get(scope)!.checksum !== formatChecksum(sum)) {
			world.fail('checksum', `${tab.name} ${scope}`);
		}
	}
	const allowed = world.people.get(tablet.userId)!.scopes;
	for (const scope of replica.scopes.keys()) {
		if (!allowed.includes(scope)) world.fail('only-its-scopes', `${tab.name} holds ${scope}`);
	}
	const unsettled = [...replica.exceptions.values()].some(
		(exception) => !isDecided(exception) && ['unopened', 'held'].includes(exception.outcome)
	);
	for (const collection of Object.keys(domainModelCollections)) {
		for (const row of replica.rows(collection).values()) {
			const there = truth.get(refId(row));
			if (!there) {
				if (!unsettled) world.fail('shows-the-server', `${tab.name}: ${refId(row)} is not there`);
				continue;
			}
			truth.delete(refId(row));
			// A history that was put back in silence may have come to the same revisions with other contents.
			const isSame =
				world.story.faults.includes('silent-restore') ||
				(jsonEqual(row.fields, there.fields) && jsonEqual(plain(row.conflicts), there.conflicts));
			if (!isSame) {
				const detail = `${tab.name}: ${refId(row)} ${text(row)} for ${text(there)}`;
				world.fail('shows-the-server', detail);
			}
		}
	}
	for (const id of truth.keys()) world.fail('shows-the-server', `${tab.name} lacks ${id}`);
	const status = syncStatusOf(tab.client!, true);
	if (status.unsent > 0) world.fail('quiet', `${tab.name} has ${status.unsent} unsent`);
}
