/**
 * A tablet: one database, the tabs that have it open, a clock of its own and people who take turns. What it has said was
 * saved is kept here, outside of it.
 */
import {
	createMemoryDeviceStore,
	type MemoryDeviceStore
} from '../../sync/client/memory-device-store.ts';
import type { DeviceState } from '../../sync/client/ports.ts';
import { openSyncClient, type SyncClient, type TabMessage } from '../../sync/client/sync-client.ts';
import type { Caller, Model } from '../../sync/merge/model.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import type { Faults } from './faults.ts';
import { createSimTransport, fair, type Weather, type Wire } from './network.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import { createTabletStore, die, newLife, type Disk, type Life } from './tablet-store.ts';

export interface Tab {
	name: string;
	life: Life;
	/** Null until it has loaded. */
	client: SyncClient | null;
	/** Saved in this tab, by id. */
	own: Map<string, number>;
	/** When the last message from another tab arrives. */
	inboxUntil: number;
	/** Another tab has said something while this one was loading. */
	heard: boolean;
	/** What another tab has written last may be unknown here until something is read anew. */
	untold: boolean;
	/** Exchanges since its contact began. */
	exchanges: { push: number; pull: number };
	userId: string;
}

export interface Tablet {
	name: string;
	/** A shared tablet sends what anybody wrote on it; a browser what its person wrote. */
	kind: 'tablet' | 'browser';
	people: string[];
	userId: string;
	/** What its session may see, as it believes. */
	scopes: readonly string[];
	store: MemoryDeviceStore;
	disk: Disk;
	clockOffsetMs: number;
	weather: Weather;
	tabs: Tab[];
	/** Messages between its tabs that have not arrived. */
	mail: number;
	/** Whether the platform has locks between tabs. */
	locks: boolean;
	signedOut: boolean;
	/** What comes from it is kept for somebody to look at. */
	revoked: boolean;
	/** The protocol of the app it has loaded. */
	protocol: number;
	/** How far it had come, as the browser's small storage says: a lower bound. */
	counter: { highestSeq: number; answeredSeq: number };
	snapshots: DeviceState[];
	/** Every intent it has said was saved, that its database should hold: id → seq. */
	saved: Map<string, number>;
	/** Ids of what a person has given up there, and not taken back. */
	givenUp: Set<string>;
	/** Ids of what was written anew, and the server turned out to have. */
	hadAfterAll: Set<string>;
	/** How often somebody there has taken something back. */
	takenBack: number;
	/** Its scopes have changed since it began, so rows may have gone from it. */
	moved: boolean;
	/** No longer in the world: lost or broken. */
	gone: boolean;
	/** Its database was copied or put back: two histories go under one name. */
	forked: boolean;
}

export interface TabletWorld {
	scheduler: Scheduler;
	faults: Faults;
	model: Model;
	personOf(userId: string): Caller;
	wireOf(tablet: Tablet): Wire;
	log(line: string): void;
	fail(check: string, detail: string): void;
	newId(): string;
	/** Every intent ever said to be saved. */
	saved: ReadonlyMap<string, unknown>;
	onChange(tablet: Tablet, tab: Tab): void;
	onPage(tablet: Tablet, scope: string): void;
}

export function newTablet(
	name: string,
	kind: Tablet['kind'],
	people: string[],
	scopes: readonly string[],
	store: MemoryDeviceStore
): Tablet {
	return {
		name,
		kind,
		people,
		userId: people[0]!,
		scopes,
		store,
		disk: { tail: Promise.resolve(), full: false },
		clockOffsetMs: 0,
		weather: fair(),
		tabs: [],
		mail: 0,
		locks: true,
		signedOut: false,
		revoked: false,
		protocol: PROTOCOL,
		counter: { highestSeq: 0, answeredSeq: 0 },
		snapshots: [],
		saved: new Map(),
		givenUp: new Set(),
		hadAfterAll: new Set(),
		takenBack: 0,
		moved: false,
		gone: false,
		forked: false
	};
}

/** `navigator.locks`: who waits comes in turn, and whoever dies leaves the lock. */
function exclusively(tablet: Tablet, holders: Map<Tablet, Life[]>, life: Life) {
	return async (task: () => Promise<void>): Promise<void> => {
		if (!tablet.locks) return task();
		const queue = holders.get(tablet) ?? [];
		holders.set(tablet, queue);
		const turn: Life = { ...life };
		await new Promise<void>((resolve) => {
			turn.onDeath = [resolve];
			queue.push(turn);
			if (queue[0] === turn) resolve();
		});
		const leave = () => {
			const index = queue.indexOf(turn);
			if (index >= 0) queue.splice(index, 1);
			if (index === 0) queue[0]?.onDeath[0]?.();
		};
		life.onDeath.push(leave);
		if (!life.alive) {
			leave();
			return new Promise(() => undefined);
		}
		try {
			await task();
		} finally {
			leave();
		}
	};
}

const locks = new WeakMap<TabletWorld, Map<Tablet, Life[]>>();

/** Opens the app in one more tab. */
export async function openTab(world: TabletWorld, tablet: Tablet, random: Random): Promise<void> {
	const { scheduler, model, log } = world;
	const life = newLife();
	const actor = world.personOf(tablet.userId);
	const tab: Tab = {
		name: `${tablet.name}.${world.newId().slice(-4)}`,
		life,
		client: null,
		own: new Map(),
		inboxUntil: 0,
		heard: false,
		untold: false,
		exchanges: { push: 0, pull: 0 },
		userId: tablet.userId
	};
	tablet.tabs.push(tab);
	const holders = locks.get(world) ?? new Map<Tablet, Life[]>();
	locks.set(world, holders);
	const store = createTabletStore(
		tablet.store.openedBy(model.schemaVersion),
		life,
		tablet.disk,
		random.fork('disk'),
		scheduler,
		(scope) => world.onPage(tablet, scope)
	);
	const now = () => Math.round(scheduler.now + tablet.clockOffsetMs);
	const chance = random.fork('platform');
	const mail = random.fork('mail');
	const client = await openSyncClient({
		appVersion: 'simulated',
		model,
		store,
		transport: createSimTransport({
			wire: world.wireOf(tablet),
			weather: () => tablet.weather,
			faults: world.faults,
			life,
			random: random.fork('network'),
			scheduler,
			onExchange(kind, what) {
				tab.exchanges[kind] += 1;
				log(`${tab.name} ${kind} ${what}`);
				const bound = kind === 'push' ? 20 + 3 * tablet.saved.size : 40 + 6 * world.saved.size;
				if (tab.exchanges[kind] > bound) {
					world.fail(
						'requests-bounded',
						`${tab.name}: ${tab.exchanges[kind]} ${kind} in one contact`
					);
				}
			}
		}),
		platform: {
			now,
			random: () => chance.next(),
			exclusively: exclusively(tablet, holders, life),
			after: (ms, callback) => scheduler.after(ms, () => life.alive && callback())
		},
		actor,
		actorOf: (userId) => (userId === actor.userId ? actor : { userId, name: '', role: '' }),
		scopes: () => tablet.scopes,
		newId: world.newId,
		// Mostly all at once, as what people write; and in many pushes, as what has waited for weeks.
		...(random.fork('batch').chance(0.3) && { firstBatch: { intents: 2, bytes: 100_000 } }),
		broadcast(message) {
			const text = JSON.stringify(message);
			for (const other of tablet.tabs) {
				if (other === tab || !other.life.alive) continue;
				other.inboxUntil = Math.max(
					other.inboxUntil + 1,
					scheduler.now + (mail.chance(0.1) ? mail.between(50, 2000) : mail.between(0, 10))
				);
				tablet.mail += 1;
				scheduler.after(other.inboxUntil - scheduler.now, () => {
					tablet.mail -= 1;
					if (other.life.alive) deliver(world, tablet, other, JSON.parse(text) as TabMessage);
				});
			}
		}
	});
	tab.client = client;
	log(`${tab.name} opened by ${tablet.userId} at ${client.replica.meta.highestSeq}`);
	client.replica.subscribe(() => world.onChange(tablet, tab));
	client.subscribe(() => {
		if (!client.contact.running) tab.exchanges = { push: 0, pull: 0 };
		const { last } = client.contact;
		if (!client.contact.running && last?.kind === 'sign-in-needed')
			signInLater(world, tablet, chance);
		world.onChange(tablet, tab);
	});
	// As the app does when it opens.
	if (tab.heard) deliver(world, tablet, tab, { kind: 'reload' });
	client.start();
	world.onChange(tablet, tab);
}

function deliver(world: TabletWorld, tablet: Tablet, tab: Tab, message: TabMessage) {
	if (!tab.client) {
		tab.heard = true;
		return;
	}
	tab.life.busy += 1;
	tab.client
		.takeOver(message)
		.catch((error: unknown) => world.fail('take-over-throws', String(error)))
		.finally(() => {
			tab.life.busy -= 1;
			world.onChange(tablet, tab);
		});
}

/** Somebody signs in again, and learns what they may see. */
function signInLater({ scheduler, personOf }: TabletWorld, tablet: Tablet, random: Random) {
	scheduler.after(random.between(500, 20_000), () => {
		tablet.signedOut = false;
		tablet.scopes = personOf(tablet.userId).scopes;
	});
}

export function closeTab(tablet: Tablet, tab: Tab) {
	die(tab.life);
	tablet.tabs = tablet.tabs.filter((other) => other !== tab);
	// It may have died between writing and telling.
	for (const other of tablet.tabs) other.untold = true;
}

export function powerOff(tablet: Tablet) {
	for (const tab of [...tablet.tabs]) closeTab(tablet, tab);
}

/** The same names and another past. */
export function putInPlace(tablet: Tablet, state: DeviceState) {
	tablet.store = createMemoryDeviceStore(state.meta, state);
	tablet.disk = { tail: Promise.resolve(), full: tablet.disk.full };
	const kept = new Set(state.outbox.map(({ id }) => id));
	for (const id of tablet.saved.keys()) if (!kept.has(id)) tablet.saved.delete(id);
}
