/** The city of a story: its server, its tablets and the people. */
import { serverModel } from '../../src/lib/domain/server-model.ts';
import { createMemoryDeviceStore } from '../../sync/client/memory-device-store.ts';
import { DeviceStoreError } from '../../sync/client/ports.ts';
import type { Caller, ServerModel } from '../../sync/merge/model.ts';
import type { Fields } from '../../sync/protocol/json.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { createWatch, sumIsOfTheRows, type Watch } from './checks.ts';
import { createRandom, hashText } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import type { SimServer } from './server.ts';
import type { Story } from './story.ts';
import { newTablet, openTab, type Tab, type Tablet } from './tablet.ts';
import { wireOf } from './wire.ts';

export const START = 1_700_000_000_000;
export const MODEL = serverModel as unknown as ServerModel;

export interface Failure {
	check: string;
	detail: string;
	at: number;
}

/** What its author had before them when they wrote. */
export interface Seen {
	/** `refId` of the row that it changes. */
	row: string;
	fields: Fields | undefined;
	/** Ids of the intents whose values stood beside a field for somebody to choose. */
	conflicts: readonly string[];
}

export interface Saved {
	tablet: string;
	storeId: string;
	name: string;
	seq: number;
	seen: Seen | undefined;
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
	saved: Map<string, Saved>;
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
	{ userId: 'mina', name: 'Mina', role: 'manager', scopes: ['city'] },
	{ userId: 'vito', name: 'Vito', role: 'volunteer', scopes: ['volunteer:vito'] }
];

/** Most stories have no more than the first four, and somebody with two desks is to be among them. */
const PLACES: readonly [Tablet['kind'], string[]][] = [
	['tablet', ['ada', 'bea']],
	['browser', ['mina']],
	['tablet', ['bea', 'ada', 'dora']],
	['tablet', ['dora', 'carlo']],
	['browser', ['dora']],
	['tablet', ['ada', 'bea']],
	['browser', ['ada']],
	['tablet', ['carlo', 'dora']]
];

/** At home. */
const VOLUNTEERS: [Tablet['kind'], string[]] = ['browser', ['vito']];

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
		onChange: (tablet: Tablet, tab: Tab) => world.watch.changed(tablet, tab),
		onPage: (tablet: Tablet, scope: string) => sumIsOfTheRows(world, tablet, scope)
	};
	for (let index = 0; index < story.tablets; index += 1) {
		const isVolunteers = story.faults.includes('volunteer') && index === story.tablets - 1;
		const [kind, people] = isVolunteers ? VOLUNTEERS : PLACES[index % PLACES.length]!;
		const name = `t${index}`;
		const identity = { deviceId: newId(), storeId: newId() };
		const { scopes } = world.people.get(people[0]!)!;
		const tablet = newTablet(name, kind, [...people], scopes, createMemoryDeviceStore(identity));
		const own = createRandom(`tablet/${story.seed}/${name}`);
		if (story.faults.includes('no-lock')) tablet.locks = own.chance(0.5);
		if (story.faults.includes('old-app')) tablet.protocol = own.between(1, PROTOCOL);
		if (story.faults.includes('clock') && own.chance(0.4)) {
			tablet.clockOffsetMs = own.between(-400, 400) * 24 * 3600_000;
		}
		world.tablets.push(tablet);
	}
	return world;
}

function expected(error: unknown): boolean {
	return error instanceof DeviceStoreError && error.kind === 'storage-full';
}

/** What a promise of the client's comes to, whenever that is; it may never come. */
export function follow(world: World, what: string, work: Promise<unknown>) {
	work.catch((error: unknown) => {
		if (!expected(error)) {
			world.fail(`${what}-throws`, error instanceof Error ? (error.stack ?? '') : String(error));
		}
	});
}
