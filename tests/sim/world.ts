/** Plays a story: the city with its server, its tablets and the people, from the first step to the healing. */
import { domainModel } from '../../src/lib/domain/model.ts';
import { setAside, toFix } from '../../src/lib/client/sync/to-fix.ts';
import { createMemoryDeviceStore } from '../../sync/client/memory-device-store.ts';
import { DeviceStoreError, type DeviceState } from '../../sync/client/ports.ts';
import type { SyncClient } from '../../sync/client/sync-client.ts';
import type { Caller, Model } from '../../sync/merge/model.ts';
import { KEEP_ACKNOWLEDGED_MS } from '../../sync/protocol/limits.ts';
import type { Verdict } from '../../sync/server/sender.ts';
import { nextSave } from './actors.ts';
import { createWatch, type Watch } from './checks.ts';
import { fair, readPush, type Served, type Wire } from './network.ts';
import { createRandom, hashText, type Random } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import type { SimServer } from './server.ts';
import type { Step, Story } from './story.ts';
import {
	closeTab,
	newTablet,
	openTab,
	powerOff,
	putInPlace,
	type Tab,
	type Tablet
} from './tablet.ts';

export const START = 1_700_000_000_000;
const MODEL = domainModel as unknown as Model;

export interface Failure {
	check: string;
	detail: string;
	at: number;
}

export interface World {
	story: Story;
	scheduler: Scheduler;
	server: SimServer;
	tablets: Tablet[];
	people: Map<string, Caller>;
	/** What was written in another's stead: id → id. */
	successors: Map<string, string>;
	/** Every intent ever said to be saved, and by which tablet. */
	saved: Map<string, { tablet: string; name: string; seq: number }>;
	/** Of those, what went with every memory of a tablet; `counted` when a number is left that tells. */
	destroyed: Map<string, { seq: number; storeId: string; counted: boolean }>;
	failures: Failure[];
	fail(check: string, detail: string): void;
	log(line: string): void;
	lines: string[];
	readonly hash: number;
	/** The server's own state. */
	down: boolean;
	keysLost: boolean;
	/** What has passed besides the time of the scheduler. */
	clockOffsetMs: number;
	watch: Watch;
	open(tablet: Tablet): Promise<void>;
}

const PEOPLE: readonly Caller[] = [
	{ userId: 'ada', name: 'Ada', role: 'operator', scopes: ['desk:nord'] },
	{ userId: 'bea', name: 'Bea', role: 'operator', scopes: ['desk:nord'] },
	{ userId: 'carlo', name: 'Carlo', role: 'operator', scopes: ['desk:sud'] },
	{ userId: 'dora', name: 'Dora', role: 'operator', scopes: ['desk:sud', 'desk:nord'] },
	{ userId: 'mina', name: 'Mina', role: 'manager', scopes: ['city'] }
];

const PLACES: readonly [Tablet['kind'], string[]][] = [
	['tablet', ['ada', 'bea']],
	['browser', ['mina']],
	['tablet', ['bea', 'ada', 'dora']],
	['tablet', ['carlo', 'dora']],
	['browser', ['dora']],
	['tablet', ['ada', 'bea']],
	['browser', ['ada']],
	['tablet', ['dora', 'carlo']]
];

export function makeWorld(story: Story, server: SimServer, keepLines: boolean): World {
	const scheduler = createScheduler(START);
	let ids = 0;
	let hash = 0;
	let opened = 0;
	const newId = () => {
		const tail = (ids += 1).toString(16).padStart(12, '0');
		return `00000000-0000-7000-8000-${tail}`;
	};
	const world: World = {
		story,
		scheduler,
		server,
		tablets: [],
		people: new Map(PEOPLE.map((person) => [person.userId, person])),
		successors: new Map(),
		saved: new Map(),
		destroyed: new Map(),
		failures: [],
		fail(check, detail) {
			world.failures.push({ check, detail, at: scheduler.now - START });
			world.log(`FAILED ${check}: ${detail}`);
		},
		log(line) {
			const whole = `${scheduler.now - START} ${line}`;
			hash = hashText(whole, hash || undefined);
			if (keepLines) world.lines.push(whole);
		},
		lines: [],
		get hash() {
			return hash;
		},
		down: false,
		keysLost: false,
		clockOffsetMs: 0,
		watch: undefined as unknown as Watch,
		async open(tablet) {
			opened += 1;
			await openTab(
				tabletWorld,
				tablet,
				createRandom(`tab/${story.seed}/${tablet.name}/${opened}`)
			);
		}
	};
	world.watch = createWatch(world);
	const tabletWorld = {
		scheduler,
		faults: new Set(story.faults),
		model: MODEL,
		personOf: (userId: string) => world.people.get(userId)!,
		wireOf: (tablet: Tablet) => wireOf(world, tablet),
		log: world.log,
		fail: world.fail,
		newId,
		saved: world.saved,
		onChange: (tablet: Tablet, tab: Tab) => world.watch.changed(tablet, tab)
	};
	for (let index = 0; index < story.tablets; index += 1) {
		const [kind, people] = PLACES[index % PLACES.length]!;
		const name = `t${index}`;
		const identity = { deviceId: newId(), storeId: newId() };
		const { scopes } = world.people.get(people[0]!)!;
		const tablet = newTablet(name, kind, [...people], scopes, createMemoryDeviceStore(identity));
		const own = createRandom(`tablet/${story.seed}/${name}`);
		if (story.faults.includes('no-lock')) tablet.locks = own.chance(0.5);
		if (story.faults.includes('clock') && own.chance(0.4)) {
			tablet.clockOffsetMs = own.between(-400, 400) * 24 * 3600_000;
		}
		world.tablets.push(tablet);
	}
	return world;
}

/** What stands between a tablet's wire and the store: who calls, and whether anybody is there. */
function wireOf(world: World, tablet: Tablet): Wire {
	const { server, scheduler } = world;
	const caller = () => world.people.get(tablet.userId)!;
	const serverNow = () => scheduler.now + world.clockOffsetMs;
	const guarded = async (serve: () => Promise<Served>): Promise<Served | null> => {
		if (world.down) return null;
		if (tablet.signedOut) return { status: 401, retryAfterMs: null };
		return serve();
	};
	return {
		push: (request) =>
			guarded(async () => {
				const read = readPush(request);
				if (!read) {
					world.fail('push-unreadable', `${tablet.name} sent what no server reads`);
					return { status: 400, retryAfterMs: null };
				}
				const verdicts = new Map<number, Verdict>();
				if (world.keysLost) {
					read.intents.forEach((_, index) =>
						verdicts.set(index, { kind: 'unopened', reason: 'unknown-key' })
					);
				}
				const sender =
					tablet.kind === 'browser'
						? caller()
						: { userId: `device:${tablet.name}`, authors: world.people, verdicts, sessions: [] };
				return { status: 200, body: await server.push(read, sender, serverNow()) };
			}),
		pull: (request) =>
			guarded(async () => {
				if (!caller().scopes.includes(request.scope)) return { status: 403, retryAfterMs: null };
				const body = await server.pull(request, caller(), world.story.pageRows, serverNow());
				return { status: 200, body };
			})
	};
}

function expected(error: unknown): boolean {
	return error instanceof DeviceStoreError && error.kind === 'storage-full';
}

/** What a promise of the client's comes to, whenever that is; it may never come. */
function follow(world: World, what: string, work: Promise<unknown>) {
	work.catch((error: unknown) => {
		if (!expected(error)) {
			world.fail(`${what}-throws`, error instanceof Error ? (error.stack ?? '') : String(error));
		}
	});
}

function noteSaved(world: World, tablet: Tablet, tab: Tab, envelopes: readonly SavedEnvelope[]) {
	if (!tab.life.alive) return;
	for (const { id, seq, name, supersedes } of envelopes) {
		if (world.saved.has(id)) world.fail('id-twice', id);
		world.saved.set(id, { tablet: tablet.name, name, seq });
		tablet.saved.set(id, seq);
		tab.own.set(id, seq);
		if (supersedes) world.successors.set(supersedes, id);
	}
	world.log(`${tab.name} saved ${envelopes.map(({ seq, name }) => `${seq}:${name}`).join(' ')}`);
	const { store } = tablet;
	// It reaches the disk seconds later.
	const { highestSeq, answeredSeq } = tab.client!.replica.meta;
	world.scheduler.after(3000, () => {
		if (tablet.store === store) tablet.counter = { highestSeq, answeredSeq };
	});
}

type SavedEnvelope = { id: string; seq: number; name: string; supersedes?: string | undefined };

function someTab(tablet: Tablet, random: Random): (Tab & { client: SyncClient }) | undefined {
	const ready = tablet.tabs.filter((tab) => tab.life.alive && tab.client);
	return ready.length > 0 ? (random.pick(ready) as Tab & { client: SyncClient }) : undefined;
}

function save(world: World, tablet: Tablet, random: Random) {
	const tab = someTab(tablet, random);
	if (!tab) return;
	const actor = world.people.get(tab.userId)!;
	const places = actor.scopes.filter((scope) => scope.startsWith('desk:'));
	const inputs = nextSave({
		replica: tab.client.replica,
		actor,
		accessPointId: (places.length > 0 ? random.pick(places) : 'desk:nord').slice('desk:'.length),
		random,
		newId: () => rowId(random),
		people: [...world.people.values()]
	});
	const work = tab.client.write(inputs);
	follow(
		world,
		'write',
		work.then((envelopes) => noteSaved(world, tablet, tab, envelopes))
	);
}

function rowId(random: Random): string {
	const hex = (length: number) =>
		Array.from({ length }, () => random.int(16).toString(16)).join('');
	return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Whoever looks at "Da sistemare" does something about one of them. */
function fix(world: World, tablet: Tablet, random: Random) {
	const tab = someTab(tablet, random);
	if (!tab) return;
	const { client } = tab;
	const groups = toFix(client.replica).filter(({ exception }) => exception.reason !== null);
	const given = setAside(client.replica);
	if (given.length > 0 && random.chance(0.4)) {
		follow(world, 'take-back', client.takeBack(random.pick(given).refused.seq));
		return;
	}
	if (groups.length === 0) return;
	const { refused } = random.pick(groups);
	if (random.chance(0.3)) {
		follow(world, 'set-aside', client.setAside(refused.seq));
		return;
	}
	const { name, args } = refused;
	const details = args.details as { words?: string } | undefined;
	const correction =
		random.chance(0.5) && details?.words
			? { name, args: { ...args, details: { ...details, words: 'shorter' } } }
			: random.chance(0.5)
				? { name, args }
				: null;
	const work = client.supersede(refused.seq, correction);
	follow(
		world,
		'supersede',
		work.then((envelopes) => noteSaved(world, tablet, tab, envelopes))
	);
}

/** What a tablet with another past has lost of what it said was saved. */
function loseTo(world: World, tablet: Tablet, state: DeviceState) {
	const kept = new Set(state.outbox.map(({ id }) => id));
	const counted = new Set(state.meta.missing);
	// What had been counted here before, and not told yet, is counted by nobody any more.
	for (const lost of world.destroyed.values()) {
		const isTold = world.server
			.missingOf(lost.storeId)
			.some(([from, to]) => lost.seq >= from && lost.seq <= to);
		const isHere = lost.storeId === state.meta.storeId;
		if (isHere && !counted.has(lost.seq) && !isTold) lost.counted = false;
	}
	for (const [id, seq] of tablet.saved) {
		if (kept.has(id) || world.server.has(id)) continue;
		// What a restored server has lost meanwhile had been answered; a number that was given twice tells nothing.
		const isTwice = [...world.saved].some(
			([other, each]) => other !== id && each.tablet === tablet.name && each.seq === seq
		);
		const isCounted = counted.has(seq) || (seq <= state.meta.answeredSeq && !isTwice);
		world.destroyed.set(id, { seq, storeId: state.meta.storeId, counted: isCounted });
	}
}

/** What only the server had, because the tablet that wrote it is no more, and it has no more. */
function loseToRestore({ server, saved, tablets, destroyed }: World) {
	const kept = new Set(tablets.flatMap(({ gone, saved: own }) => (gone ? [] : [...own.keys()])));
	for (const [id, { seq }] of saved) {
		if (kept.has(id) || server.has(id) || destroyed.has(id)) continue;
		destroyed.set(id, { seq, storeId: '', counted: false });
	}
}

function numbersLost(
	state: DeviceState,
	{ highestSeq, answeredSeq }: Tablet['counter']
): DeviceState {
	const { meta } = state;
	const present = new Set([...state.outbox.map(({ seq }) => seq), ...meta.missing]);
	const highest = Math.max(meta.highestSeq, highestSeq);
	const lost: number[] = [];
	for (let seq = Math.max(meta.answeredSeq, answeredSeq) + 1; seq <= highest; seq += 1) {
		if (!present.has(seq)) lost.push(seq);
	}
	return { ...state, meta: { ...meta, highestSeq: highest, missing: [...meta.missing, ...lost] } };
}

function restart(world: World, tablet: Tablet, random: Random) {
	world.scheduler.after(random.between(100, 20_000), () => {
		if (!tablet.gone && tablet.tabs.length === 0) follow(world, 'open', world.open(tablet));
	});
}

function later(world: World, random: Random, from: number, to: number, callback: () => void) {
	world.scheduler.after(random.between(from, to), callback);
}

export function takeStep(world: World, step: Step) {
	const { server } = world;
	const random = createRandom(`step/${world.story.seed}/${step.salt}`);
	const here = world.tablets.filter(({ gone }) => !gone);
	const tablet = here[step.who % here.length];
	if (!tablet) return;
	world.log(`step ${step.do} ${tablet.name}`);
	switch (step.do) {
		case 'save':
			return save(world, tablet, random);
		case 'fix':
			return fix(world, tablet, random);
		case 'contact': {
			const tab = someTab(tablet, random);
			if (tab) follow(world, 'contact', tab.client.contactNow());
			return undefined;
		}
		case 'gather':
			for (const each of here) {
				each.weather = fair();
				const tab = someTab(each, random);
				if (tab) follow(world, 'contact', tab.client.contactNow());
			}
			return undefined;
		case 'weather': {
			const { faults } = world.story;
			const small = faults.includes('too-large') && random.chance(0.3);
			tablet.weather = {
				badness: random.chance(0.3) ? 0.9 : 0.2 + random.next() * 0.5,
				out: faults.includes('outage') && random.chance(0.4),
				limit: small ? random.between(800, 6000) : Infinity
			};
			later(world, random, 2000, random.chance(0.3) ? 200_000 : 40_000, () => {
				tablet.weather = fair();
			});
			return undefined;
		}
		case 'open-tab':
			if (tablet.tabs.length === 1) follow(world, 'open', world.open(tablet));
			else if (tablet.tabs.length > 1) closeTab(tablet, random.pick(tablet.tabs));
			return undefined;
		case 'switch':
			powerOff(tablet);
			tablet.userId = random.pick(tablet.people);
			tablet.scopes = world.people.get(tablet.userId)!.scopes;
			tablet.moved = true;
			return restart(world, tablet, random);
		case 'crash':
			powerOff(tablet);
			return restart(world, tablet, random);
		case 'clock':
			tablet.clockOffsetMs = random.chance(0.3)
				? 0
				: random.pick([-1, 1]) * random.pick([60_000, 3600_000, 86_400_000, 366 * 86_400_000]);
			return undefined;
		case 'full':
			tablet.disk.full = true;
			later(world, random, 1000, 60_000, () => {
				tablet.disk.full = false;
			});
			return undefined;
		case 'month':
			// Nobody has been here for so long, and no backup is that old.
			server.forgetBackup();
			world.clockOffsetMs += KEEP_ACKNOWLEDGED_MS + 86_400_000;
			for (const each of world.tablets) each.clockOffsetMs += KEEP_ACKNOWLEDGED_MS + 86_400_000;
			return undefined;
		case 'clone': {
			const twin = newTablet(
				`${tablet.name}'`,
				tablet.kind,
				tablet.people,
				tablet.scopes,
				createMemoryDeviceStore(tablet.store.snapshot().meta, tablet.store.snapshot())
			);
			twin.userId = tablet.userId;
			twin.clockOffsetMs = tablet.clockOffsetMs;
			twin.moved = tablet.moved;
			twin.counter = { ...tablet.counter };
			const held = new Set(tablet.store.snapshot().outbox.map(({ id }) => id));
			twin.saved = new Map([...tablet.saved].filter(([id]) => held.has(id)));
			tablet.forked = true;
			twin.forked = true;
			world.tablets.push(twin);
			return restart(world, twin, random);
		}
		case 'rollback': {
			tablet.snapshots.push(tablet.store.snapshot());
			later(world, random, 1000, 60_000, () => {
				if (tablet.gone) return;
				powerOff(tablet);
				const state = tablet.snapshots.at(-1)!;
				const put = random.chance(0.5) ? numbersLost(state, tablet.counter) : state;
				loseTo(world, tablet, put);
				putInPlace(tablet, put);
				tablet.forked = true;
				world.log(`${tablet.name} rolled back to ${put.meta.highestSeq}`);
				restart(world, tablet, random);
			});
			return undefined;
		}
		case 'evicted': {
			powerOff(tablet);
			const { deviceId, storeId } = tablet.store.snapshot().meta;
			const { highestSeq, answeredSeq } = tablet.counter;
			const empty = createMemoryDeviceStore({ deviceId, storeId }).snapshot();
			empty.meta.answeredSeq = answeredSeq;
			const put = numbersLost(empty, { highestSeq, answeredSeq });
			loseTo(world, tablet, put);
			putInPlace(tablet, put);
			tablet.forked = true;
			return restart(world, tablet, random);
		}
		case 'lost':
			if (here.length < 2) return undefined;
			powerOff(tablet);
			tablet.gone = true;
			for (const [id, seq] of tablet.saved) {
				if (world.server.everHad.has(id)) continue;
				const { storeId } = tablet.store.snapshot().meta;
				world.destroyed.set(id, { seq, storeId, counted: false });
			}
			return undefined;
		case 'server-down':
			world.down = true;
			later(world, random, 500, 60_000, () => {
				world.down = false;
			});
			return undefined;
		case 'server-crash':
			// Whatever is on its way is answered by nobody; what was committed is there.
			world.down = true;
			later(world, random, 100, 3000, () => {
				world.down = false;
			});
			return undefined;
		case 'backup':
			server.backUp();
			return undefined;
		case 'restore':
		case 'silent-restore': {
			world.down = true;
			later(world, random, 500, 10_000, () => {
				follow(
					world,
					'restore',
					server.restore(step.do === 'silent-restore').then(() => loseToRestore(world))
				);
				world.down = false;
			});
			return undefined;
		}
		case 'erase': {
			const people = server.rows().filter(({ collection }) => collection === 'people');
			if (people.length === 0) return undefined;
			const { collection, key } = random.pick(people);
			world.log(`erased ${key}`);
			follow(world, 'erase', server.erase([{ collection, key }]));
			return undefined;
		}
		case 'scope': {
			const person = world.people.get(random.pick(['ada', 'bea', 'carlo', 'dora']))!;
			const scopes = random.pick([['desk:nord'], ['desk:sud'], ['desk:nord', 'desk:sud']]);
			world.people.set(person.userId, { ...person, scopes });
			for (const each of world.tablets) each.moved = true;
			return undefined;
		}
		case 'unopened':
			world.keysLost = true;
			later(world, random, 1000, 60_000, () => {
				world.keysLost = false;
			});
			return undefined;
		case 'session':
			tablet.signedOut = true;
			return undefined;
	}
}

export async function begin(world: World) {
	for (const tablet of world.tablets) follow(world, 'open', world.open(tablet));
	for (const step of world.story.steps) {
		world.scheduler.after(step.at, () => {
			try {
				takeStep(world, step);
			} catch (error) {
				world.fail('step-throws', error instanceof Error ? (error.stack ?? '') : String(error));
			}
		});
	}
}
