/** What people write at a tablet, and what they do about what was refused. */
import { setAside, toFix } from '../../src/lib/client/sync/to-fix.ts';
import type { SyncClient } from '../../sync/client/sync-client.ts';
import { nextSave } from './actors.ts';
import type { Random } from './random.ts';
import type { Tab, Tablet } from './tablet.ts';
import { follow, type World } from './world.ts';

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

export function someTab(
	tablet: Tablet,
	random: Random
): (Tab & { client: SyncClient }) | undefined {
	const ready = tablet.tabs.filter((tab) => tab.life.alive && tab.client);
	return ready.length > 0 ? (random.pick(ready) as Tab & { client: SyncClient }) : undefined;
}

export function save(world: World, tablet: Tablet, random: Random) {
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
export function fix(world: World, tablet: Tablet, random: Random) {
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
