/** What must hold at every moment of a story, looked at whenever a tab has changed. */
import { syncStatusOf } from '../../src/lib/client/sync/status.ts';
import { isUnsent } from '../../sync/client/again.ts';
import { isDecided, isStillSealed } from '../../sync/client/exceptions.ts';
import type { Envelope } from '../../sync/protocol/envelope.ts';
import { readIntent, type IntentReading } from '../../sync/merge/read-intent.ts';
import { emptyChecksum, formatChecksum, updateChecksum } from '../../sync/merge/checksum.ts';
import type { ServerModel } from '../../sync/merge/model.ts';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import type { SimServer } from './server.ts';
import type { Tab, Tablet } from './tablet.ts';

/** What is to be known of the world. */
export interface Watched {
	server: Pick<SimServer, 'erased' | 'has' | 'everHad'>;
	/** What has passed besides the time of the scheduler. */
	clockOffsetMs: number;
	/** What was written in another's stead: id → id. */
	successors: ReadonlyMap<string, string>;
	fail(check: string, detail: string): void;
}

export interface Watch {
	changed(tablet: Tablet, tab: Tab): void;
	/** After an event: looks at what has changed in it. */
	look(): void;
}

const MODEL = serverModel as unknown as ServerModel;
/** Facts that add a line of history beside their row. */
const noted = new Set(['request.note', 'request.edit', 'request.acknowledge', 'offer.edit']);

export function createWatch(world: Watched): Watch {
	const dirty = new Map<Tab, Tablet>();
	return {
		changed: (tablet, tab) => void dirty.set(tab, tablet),
		look() {
			for (const [tab, tablet] of dirty) {
				if (!tab.life.alive || !tab.client) continue;
				ownWorkIsShown(world, tablet, tab);
				sentIsOnlySaidOfWhatIsThere(world, tablet, tab);
				const { givenUp } = tablet;
				const { exceptions } = tab.client.replica;
				const isDecidedThere = givenUp.size + exceptions.size + world.successors.size > 0;
				if (isDecidedThere) decisionsStand(world, tablet);
			}
			dirty.clear();
		}
	};
}

const readings = new WeakMap<Envelope, IntentReading>();

function readOnce(envelope: Envelope): IntentReading {
	const reading = readings.get(envelope) ?? readIntent(MODEL, envelope);
	readings.set(envelope, reading);
	return reading;
}

/** Between saving, sending and hearing back, nothing that a person wrote goes from their own screen. */
function ownWorkIsShown(world: Watched, tablet: Tablet, tab: Tab) {
	const { replica } = tab.client!;
	for (const [id, seq] of tab.own) {
		const isErased =
			replica.exceptions.get(seq)?.outcome === 'erased' && world.server.everHad.has(id);
		if (replica.outbox.get(seq)?.id !== id && !isErased && !isLetGo(world, tablet, id)) {
			world.fail('own-work-kept', `${tab.name}: ${seq} ${id} is not in its outbox`);
		}
	}
	if (tablet.moved) return;
	const erased = world.server.erased.read();
	for (const envelope of replica.outbox.values()) {
		const exception = replica.exceptions.get(envelope.seq);
		const counts =
			!exception ||
			exception.outcome === 'held' ||
			(isStillSealed(exception) && !isDecided(exception));
		if (!counts) continue;
		const reading = readOnce(envelope);
		if (!reading.ok) {
			world.fail('own-work-readable', `${tab.name}: ${envelope.name} ${reading.reason}`);
			continue;
		}
		const { target, definition } = reading.intent;
		const row = replica.row(target);
		if (definition.creates && !row && !erased.has(target)) {
			world.fail('own-work-shown', `${tab.name}: ${envelope.name} ${envelope.seq} is not shown`);
		}
		if (!noted.has(envelope.name) || !row) continue;
		const collection = envelope.name.startsWith('offer') ? 'offerEvents' : 'events';
		const line = { collection, key: envelope.id };
		if (!replica.row(line) && !erased.has(line)) {
			world.fail('own-work-shown', `${tab.name}: ${envelope.name} ${envelope.seq} is not shown`);
		}
	}
}

/** After a month, when the server has it, or what was written in its stead. */
function isLetGo(world: Watched, tablet: Tablet, id: string): boolean {
	const isElsewhere = world.server.has(id) || world.successors.has(id);
	if (!isElsewhere || !world.clockOffsetMs) return false;
	return !tablet.store.look().outbox.some((envelope) => envelope.id === id);
}

/** What a tablet says that it holds of a scope is what it holds, in every transaction: the cursor stands for these rows. */
export function sumIsOfTheRows(
	{ fail }: Pick<Watched, 'fail'>,
	{ name, store }: Tablet,
	scope: string
) {
	const { rows, scopes } = store.look();
	let sum = emptyChecksum;
	for (const row of rows) if (row.scope === scope) sum = updateChecksum(sum, undefined, row);
	const said = scopes.find((each) => each.scope === scope)?.checksum;
	if (said !== formatChecksum(sum)) fail('sum-of-rows', `${name} ${scope}`);
}

/** What a person has decided about is not undone by any answer. */
function decisionsStand({ server, successors, fail }: Watched, tablet: Tablet) {
	const { name, store, forked, givenUp, hadAfterAll } = tablet;
	// The history that was put in its place may be from before.
	if (forked) return;
	const { exceptions, outbox } = store.look();
	// What the server turned out to have was nobody's to give up.
	for (const id of givenUp) if (!exceptions.some((each) => each.id === id)) givenUp.delete(id);
	// Nor was it to be written anew: when it is erased later, nothing says that it was.
	const standing = new Set(exceptions.map(({ id }) => id));
	for (const { id } of outbox) {
		if (successors.has(id) && !standing.has(id) && server.everHad.has(id)) hadAfterAll.add(id);
	}
	for (const exception of exceptions) {
		const { id, seq, supersededBy } = exception;
		const isReplaced = successors.has(id) && !hadAfterAll.has(id);
		const isUndone =
			(isReplaced && supersededBy === null) || (givenUp.has(id) && !isDecided(exception));
		if (isUndone) fail('decisions-stand', `${name} ${seq}`);
	}
}

/** "All sent" is only said of what the server has. */
function sentIsOnlySaidOfWhatIsThere(world: Watched, tablet: Tablet, tab: Tab) {
	const client = tab.client!;
	// The status counts more, and takes longer.
	for (const seq of client.replica.outbox.keys()) if (isUnsent(client.replica, seq)) return;
	const status = syncStatusOf(client, !tablet.weather.out);
	const isSilent =
		status.unsent === 0 && status.toFix === 0 && status.missing === 0 && status.waiting === 0;
	if (!isSilent) return;
	const { replica } = client;
	const { server } = world;
	for (const { id, seq, name } of replica.outbox.values()) {
		const exception = replica.exceptions.get(seq);
		if (exception && isDecided(exception)) continue;
		if (!server.everHad.has(id)) {
			world.fail('sent-is-there', `${tab.name}: ${name} ${seq} counts as sent, no server had it`);
		}
	}
}
