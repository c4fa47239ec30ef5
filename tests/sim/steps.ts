/** Plays the steps of a story: what people do when, and what goes wrong. */
import { createMemoryDeviceStore } from '../../sync/client/memory-device-store.ts';
import { KEEP_ACKNOWLEDGED_MS } from '../../sync/protocol/limits.ts';
import { forgetLosses, loseTo, loseToRestore, numbersLost } from './losses.ts';
import { fair } from './network.ts';
import { createRandom, type Random } from './random.ts';
import type { Step } from './story.ts';
import { closeTab, newTablet, powerOff, putInPlace, type Tablet } from './tablet.ts';
import { follow, START, type World } from './world.ts';
import { fix, save, someTab } from './writing.ts';

function restart(world: World, tablet: Tablet, random: Random) {
	world.scheduler.after(random.between(100, 20_000), () => {
		if (!tablet.gone && tablet.tabs.length === 0) follow(world, 'open', world.open(tablet));
	});
}

function later(world: World, random: Random, from: number, to: number, callback: () => void) {
	world.scheduler.after(random.between(from, to), callback);
}

/** What stands before a server that was set up anew may let less through than before. */
function anotherProxy(world: World, random: Random) {
	const limit = random.between(800, 1500);
	for (const tablet of world.tablets) {
		tablet.weather = { ...tablet.weather, limit };
		later(world, random, 20_000, 100_000, () => {
			tablet.weather = fair();
		});
	}
}

/** Often what goes has not been sent, and is the last for a while that is written there. */
function atTheWorstTime(world: World, tablet: Tablet, random: Random, happens: () => void) {
	if (random.chance(0.5)) {
		tablet.weather = { ...tablet.weather, out: true };
		save(world, tablet, random);
		later(world, random, 20_000, 40_000, () => (tablet.weather = fair()));
	}
	later(world, random, 0, 8000, () => {
		if (!tablet.gone) happens();
	});
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
			// Now and then two tabs at once.
			const tabs = random.chance(0.5) ? tablet.tabs : [someTab(tablet, random)];
			for (const tab of tabs) if (tab?.client) follow(world, 'contact', tab.client.contactNow());
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
			const small = faults.includes('too-large') && random.chance(0.4);
			tablet.weather = {
				badness: random.chance(0.3) ? 0.9 : 0.2 + random.next() * 0.5,
				out: faults.includes('outage') && random.chance(0.4),
				// Below some, not even one record fits.
				limit: small ? random.between(800, random.pick([1500, 6000])) : Infinity
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
				atTheWorstTime(world, tablet, random, () => {
					powerOff(tablet);
					const state = tablet.snapshots.at(-1)!;
					const put = random.chance(0.5) ? numbersLost(state, tablet.counter) : state;
					loseTo(world, tablet, put);
					putInPlace(tablet, put);
					tablet.forked = true;
					world.log(`${tablet.name} rolled back to ${put.meta.highestSeq}`);
					restart(world, tablet, random);
				});
			});
			return undefined;
		}
		case 'evicted':
			return atTheWorstTime(world, tablet, random, () => {
				powerOff(tablet);
				const { deviceId, storeId } = tablet.store.look().meta;
				const { highestSeq, answeredSeq } = tablet.counter;
				const empty = createMemoryDeviceStore({ deviceId, storeId }).snapshot();
				empty.meta.answeredSeq = answeredSeq;
				const put = numbersLost(empty, { highestSeq, answeredSeq });
				loseTo(world, tablet, put);
				putInPlace(tablet, put);
				tablet.forked = true;
				restart(world, tablet, random);
			});
		case 'lost':
			if (here.length < 2) return undefined;
			powerOff(tablet);
			tablet.gone = true;
			forgetLosses(world, tablet.store.look().meta.storeId);
			for (const [id, seq] of tablet.saved) {
				if (world.server.has(id)) continue;
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
					server
						.restore(step.do === 'silent-restore')
						.then(() => loseToRestore(world, step.do === 'silent-restore'))
				);
				world.down = false;
				if (world.story.faults.includes('too-large') && random.chance(0.6))
					anotherProxy(world, random);
			});
			return undefined;
		}
		case 'erase': {
			const people = server.rows().filter(({ collection }) => collection === 'people');
			if (people.length === 0) return undefined;
			// Often somebody whom no backup knows yet.
			const { collection, key } = random.chance(0.5) ? people.at(-1)! : random.pick(people);
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
		case 'revoked':
			tablet.revoked = true;
			if (random.chance(0.7)) later(world, random, 5000, 100_000, () => (tablet.revoked = false));
			return undefined;
		case 'administrator': {
			const at = world.scheduler.now + world.clockOffsetMs;
			for (const { id, actor, state } of server.quarantined()) {
				if (state === 'decided' || state === 'erased' || random.chance(0.3)) continue;
				const author = random.chance(0.8) ? (world.people.get(actor) ?? null) : null;
				follow(world, 'decide', server.decideQuarantined(id, author, { by: 'zoe', at }));
			}
			return undefined;
		}
	}
}

/** Both tabs send the same, and somebody puts right at once what is refused to the one, while the other still waits. */
function lookOften(world: World, tablet: Tablet) {
	const random = createRandom(`look/${world.story.seed}/${tablet.name}`);
	const until = world.story.steps.at(-1)?.at ?? 0;
	const look = (at: number) => {
		if (at > until) return;
		world.scheduler.after(random.between(20, 800), () => {
			if (tablet.tabs.length > 1) fix(world, tablet, random, 0);
			const all = random.chance(0.15) && tablet.tabs.length > 1 ? tablet.tabs : [];
			for (const { client } of all) if (client) follow(world, 'contact', client.contactNow());
			look(world.scheduler.now - START);
		});
	};
	look(0);
}

/** Where there is no network yet people write before the first contact, and nothing of any scope has come. */
function openWithoutNetwork(world: World, tablet: Tablet) {
	const random = createRandom(`begin/${world.story.seed}/${tablet.name}`);
	if (random.chance(0.6)) return;
	tablet.weather = { ...fair(), out: true };
	later(world, random, 5000, 60_000, () => {
		tablet.weather = fair();
	});
}

export async function begin(world: World) {
	for (const tablet of world.tablets) {
		if (world.story.faults.includes('outage')) openWithoutNetwork(world, tablet);
		follow(world, 'open', world.open(tablet));
	}
	if (world.story.faults.includes('no-lock')) {
		for (const tablet of world.tablets) if (!tablet.locks) lookOften(world, tablet);
	}
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
