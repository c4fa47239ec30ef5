/** One seed, from the story to the verdict. */
import { serverModel } from '../../src/lib/domain/server-model.ts';
import { syncStatusOf } from '../../src/lib/client/sync/status.ts';
import { TRY_SEALED_AGAIN_MS } from '../../sync/client/again.ts';
import { isDecided, isStillSealed } from '../../sync/client/exceptions.ts';
import type { ServerModel } from '../../sync/merge/model.ts';
import { checkTheEnd, tabAgreesWithStore } from './final-checks.ts';
import { fair } from './network.ts';
import { createSimServer } from './server.ts';
import { begin } from './steps.ts';
import type { Story } from './story.ts';
import { makeWorld, type Failure, type World } from './world.ts';
import { closeTab, powerOff, type Tablet } from './tablet.ts';

export interface Verdict {
	failure: Failure | null;
	/** Of everything that was logged. */
	hash: number;
	events: number;
	saved: number;
	lines: string[];
}

/** Rounds within which a healed world must come to rest. */
const MAX_ROUNDS = 12;
const ROUND_MS = 22_000;

/** Everybody comes back, and nothing goes wrong any more. */
async function heal(world: World) {
	world.down = false;
	world.keysLost = false;
	for (const tablet of world.tablets) {
		tablet.weather = fair();
		tablet.disk.full = false;
		tablet.signedOut = false;
		if (tablet.gone) continue;
		// A tablet in somebody's hands has one tab open, and is signed in. What is open goes on by itself.
		tablet.scopes = world.people.get(tablet.userId)!.scopes;
		const [kept, ...others] = tablet.tabs.filter(({ client }) => client !== null);
		for (const tab of tablet.tabs) if (tab !== kept) closeTab(tablet, tab);
		if (kept && others.length === 0 && !kept.untold) continue;
		powerOff(tablet);
		void world.open(tablet).catch((error: unknown) => world.fail('open-throws', String(error)));
	}
}

function fingerprint(world: World): string {
	const tablets = world.tablets
		.filter(({ gone }) => !gone)
		.map(({ tabs }) => {
			const client = tabs[0]?.client;
			if (!client) return 'closed';
			const { meta, scopes, exceptions } = client.replica;
			const { last } = client.contact;
			return JSON.stringify([
				meta.answeredSeq,
				meta.highestSeq,
				exceptions.size,
				[...scopes],
				last
			]);
		});
	return `${tablets.join()}/${world.server.epoch}`;
}

function isQuiet(world: World): boolean {
	if (isSealedUp(world)) return false;
	return world.tablets.every(({ gone, tabs }) => {
		if (gone) return true;
		const client = tabs[0]?.client;
		return client?.contact.last?.kind === 'ok' && syncStatusOf(client, true).unsent === 0;
	});
}

/** Something could not be opened, and nobody has decided about it. */
function isSealedUp({ tablets }: World): boolean {
	return tablets.some(({ gone, tabs }) => {
		const exceptions = gone ? undefined : tabs[0]?.client?.replica.exceptions.values();
		return [...(exceptions ?? [])].some((each) => isStillSealed(each) && !isDecided(each));
	});
}

export async function simulate(story: Story, keepLines = false): Promise<Verdict> {
	const server = createSimServer(story.server, serverModel as unknown as ServerModel);
	const world = makeWorld(story, server, keepLines);
	const { scheduler } = world;
	const look = () => world.watch.look();
	/** Tabs that have nothing under way show what their database holds. */
	const compare = (tablets: Tablet[]) => {
		for (const tablet of tablets) {
			const isAtRest =
				tablet.mail === 0 &&
				tablet.tabs.every(({ life, client }) => {
					return life.busy === 0 && client !== null && !client.contact.running;
				});
			if (!isAtRest) continue;
			for (const tab of tablet.tabs) if (!tab.untold) tabAgreesWithStore(world, tablet, tab);
		}
	};
	const run = async (ms: number) => {
		const end = scheduler.now + ms;
		// Nobody needs to know how a broken world goes on.
		for (let step = 0; scheduler.now < end && world.failures.length === 0; step += 1) {
			await scheduler.runUntil(Math.min(end, scheduler.now + 5000), look);
			if (step % 3 === 2) compare(world.tablets.filter(({ tabs }) => tabs.length > 1));
		}
	};
	await begin(world);
	await run((story.steps.at(-1)?.at ?? 0) + 30_000);
	compare(world.tablets);
	if (world.failures.length === 0) {
		await heal(world);
		let before = '';
		let quiet = 0;
		let rounds = 0;
		while (quiet < 2 && world.failures.length === 0) {
			if ((rounds += 1) > MAX_ROUNDS) {
				const detail = world.tablets.map(({ name, tabs }) => {
					const client = tabs[0]?.client;
					return `${name} ${JSON.stringify(client && [syncStatusOf(client, true), client.contact.last])}`;
				});
				world.fail('liveness', detail.join('; '));
				break;
			}
			if (isSealedUp(world)) {
				// What could not be opened is tried again after a quarter of an hour, by the tablet's clock.
				for (const tablet of world.tablets) tablet.clockOffsetMs += TRY_SEALED_AGAIN_MS + 1000;
			}
			await run(ROUND_MS);
			const now = fingerprint(world);
			quiet = isQuiet(world) && now === before ? quiet + 1 : 0;
			before = now;
		}
		if (world.failures.length === 0) checkTheEnd(world);
	}
	for (const tablet of world.tablets) powerOff(tablet);
	// Virtual time never lets the real one in.
	await new Promise((resolve) => setImmediate(resolve));
	return {
		failure: world.failures[0] ?? null,
		hash: world.hash,
		events: scheduler.events,
		saved: world.saved.size,
		lines: world.lines
	};
}
