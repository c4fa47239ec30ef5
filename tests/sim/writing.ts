/** What people write at a tablet, and what they do about what was refused. */
import { setAside, toFix } from '../../src/lib/client/sync/to-fix.ts';
import type { IntentInput, SyncClient } from '../../sync/client/sync-client.ts';
import type { Envelope } from '../../sync/protocol/envelope.ts';
import { refId } from '../../sync/protocol/json.ts';
import { nextSave } from './actors.ts';
import type { Random } from './random.ts';
import type { Tab, Tablet } from './tablet.ts';
import { follow, MODEL, type Seen, type World } from './world.ts';

function noteSaved(
	world: World,
	tablet: Tablet,
	tab: Tab,
	envelopes: readonly Envelope[],
	/** Of what was written now; a copy of what was written before says it for its author of then. */
	seenNow: readonly (Seen | undefined)[]
) {
	if (!tab.life.alive) return;
	const { storeId } = tab.client!.replica.meta;
	for (const [index, { id, seq, name, supersedes }] of envelopes.entries()) {
		if (world.saved.has(id)) world.fail('id-twice', id);
		const seen = seenNow[index] ?? (supersedes && world.saved.get(supersedes)?.seen) ?? undefined;
		world.saved.set(id, { tablet: tablet.name, storeId, name, seq, seen: seen || undefined });
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

/** What stands on the screen of whoever writes this. */
function seenBy({ client }: Tab, { name, args }: IntentInput): Seen | undefined {
	const target = MODEL.intents[name]?.target(args);
	if (!target) return undefined;
	const row = client?.replica.row(target);
	const conflicts = row?.conflicts.map(({ intentId }) => intentId) ?? [];
	return { row: refId(target), fields: row?.fields, conflicts };
}

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
	const seen = inputs.map((input) => seenBy(tab, input));
	const work = tab.client.write(inputs);
	follow(
		world,
		'write',
		work.then((envelopes) => noteSaved(world, tablet, tab, envelopes, seen))
	);
}

function rowId(random: Random): string {
	const hex = (length: number) =>
		Array.from({ length }, () => random.int(16).toString(16)).join('');
	return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Whoever looks at "Da sistemare" does something about one of them, or stays until there is one. */
export function fix(world: World, tablet: Tablet, random: Random, patience = 20) {
	const tab = someTab(tablet, random);
	const again = () => fix(world, tablet, random, patience - 1);
	if (!tab) return;
	const { client } = tab;
	const groups = toFix(client.replica).filter(({ exception }) => exception.reason !== null);
	const given = setAside(client.replica);
	if (given.length > 0 && random.chance(0.4)) {
		// With everything that was given up with it; and whether that has come to be, nobody may ever hear.
		tablet.givenUp.clear();
		tablet.takenBack += 1;
		follow(world, 'take-back', client.takeBack(random.pick(given).refused.seq));
		return;
	}
	if (groups.length === 0) {
		if (patience > 0) world.scheduler.after(random.between(20, 1200), again);
		return;
	}
	const { refused } = random.pick(groups);
	if (random.chance(0.3)) {
		const before = tablet.takenBack;
		const work = client.setAside(refused.seq).then(() => {
			if (tablet.takenBack === before) tablet.givenUp.add(refused.id);
		});
		follow(world, 'set-aside', work);
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
	const seen = correction ? [seenBy(tab, correction)] : [];
	const work = client.supersede(refused.seq, correction);
	follow(
		world,
		'supersede',
		work.then((envelopes) => noteSaved(world, tablet, tab, envelopes, seen))
	);
}
