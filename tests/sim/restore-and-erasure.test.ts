/**
 * What a restore and an erasure promise, in any story of two desks, a manager and a bad network: nothing that was
 * acknowledged is lost, and nothing erased comes back, whoever sends what in which order.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createErasedList, namesErased } from '../../sync/server/erased.ts';
import { createMemoryServerStore, type MemoryData } from '../../sync/server/memory-store.ts';
import type { Json } from '../../sync/protocol/json.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid, type Device, type Weather } from '../builders/sync-world.ts';

const CALLERS = [
	aCaller('ada', ['desk:north']),
	aCaller('bea', ['desk:north']),
	aCaller('manager', ['city'])
];
const CARDS = 5;
const weathers: Weather[] = [
	'fair',
	'fair',
	'fair',
	'request-lost',
	'response-lost',
	'half-answer'
];

type Step =
	| { do: 'make'; who: number; card: number; partOf: number | null }
	| { do: 'edit'; who: number; card: number; value: string }
	| { do: 'note'; who: number; card: number }
	| { do: 'contact'; who: number; weather: Weather[] }
	| { do: 'restart'; who: number }
	| { do: 'erase'; card: number }
	| { do: 'backup' }
	| { do: 'restore' };

const who = fc.nat(CALLERS.length - 1);
const card = fc.nat(CARDS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('make' as const),
			who,
			card,
			partOf: fc.option(card, { freq: 2 })
		})
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('edit' as const),
			who,
			card,
			value: fc.constantFrom('a', 'b', 'c')
		})
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('note' as const), who, card }) },
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('contact' as const),
			who,
			weather: fc.array(fc.constantFrom(...weathers), { maxLength: 3 })
		})
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), who }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), card }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('backup' as const) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const) }) }
);

const cardId = (number: number) => uuid(50, number + 1);

interface Saved {
	id: string;
	name: string;
	card: string;
	partOf: string | null;
}

/** The server of a city: its store, the latest backup, and the list that no backup holds. */
function aServer() {
	const erased = createErasedList();
	let epochs = 1;
	let store = createMemoryServerStore(cardModel, 'epoch-1', erased);
	let backup: MemoryData | undefined;
	return {
		erased,
		store: () => store,
		backUp: () => (backup = store.backup()),
		restore() {
			if (!backup) return;
			store = createMemoryServerStore(cardModel, `epoch-${(epochs += 1)}`, erased, backup);
		}
	};
}

async function play(steps: Step[], order: number[]) {
	const server = aServer();
	const world = createWorld(server.store(), cardModel);
	const devices = await Promise.all(CALLERS.map((caller, index) => world.device(index, caller)));
	const saved: Saved[] = [];

	const write = async (device: Device, name: string, args: { [field: string]: Json }) => {
		for (const { id } of await device.client.write([{ name, args }])) {
			const partOf = typeof args.partOf === 'string' ? args.partOf : null;
			saved.push({ id, name, card: String(args.cardId), partOf });
		}
	};

	const take = async (next: Step) => {
		switch (next.do) {
			case 'make': {
				const partOf: { [name: string]: string } =
					next.partOf === null ? {} : { partOf: cardId(next.partOf) };
				const args = { cardId: cardId(next.card), desk: 'north', title: 'new', ...partOf };
				return write(devices[next.who]!, 'card.make', args);
			}
			case 'edit': {
				const args = { cardId: cardId(next.card), field: 'title', value: next.value, settles: [] };
				return write(devices[next.who]!, 'card.edit', args);
			}
			case 'note':
				return write(devices[next.who]!, 'card.note', { cardId: cardId(next.card), text: 'seen' });
			case 'contact': {
				const device = devices[next.who]!;
				device.weather.push(...next.weather);
				await device.client.contactNow();
				device.weather.length = 0;
				return undefined;
			}
			case 'restart':
				return devices[next.who]!.restart();
			case 'erase':
				return void (await server.store().erase([{ collection: 'cards', key: cardId(next.card) }]));
			case 'backup':
				return void server.backUp();
			case 'restore':
				server.restore();
				world.server = server.store();
				return undefined;
		}
	};

	for (const next of steps) await take(next);
	// Everybody comes back, in any order; then once more, for what the others have brought.
	for (const round of [0, 1, 2]) {
		for (const index of round === 0 ? order : [0, 1, 2]) {
			await devices[index]!.client.contactNow();
		}
	}
	return { ...server, devices, saved };
}

const anything = (maxLength: number) => fc.array(step, { maxLength });
/** Half of the stories have a backup of something, an erasure after it, and a restore. */
const story = fc.oneof(
	anything(50),
	fc
		.tuple(anything(15), card, anything(15), anything(15))
		.map(([before, erased, between, after]): Step[] => [
			...before,
			...[0, 1, 2].map((each): Step => ({ do: 'contact', who: each, weather: [] })),
			{ do: 'backup' },
			...between,
			{ do: 'erase', card: erased },
			{ do: 'restore' },
			...after
		])
);
const anyOrder = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
const collections = ['cards', 'notes'];

describe('any story with restores and erasures in it', () => {
	it('ends with every saved record on the server once, but for what is erased', async () => {
		await fc.assert(
			fc.asyncProperty(story, anyOrder, async (steps, order) => {
				const { store, erased, saved } = await play(steps, order);
				const ids = erased.read();
				const isErased = (each: Saved) => ids.has({ collection: 'cards', key: each.card });
				const keys = (collection: string) =>
					[...store().rows.values()]
						.filter((row) => row.collection === collection)
						.map((row) => row.key)
						.sort();
				const kept = saved.filter((each) => !isErased(each));
				const made = kept.filter((each) => each.name === 'card.make').map((each) => each.card);
				expect(keys('cards')).toEqual([...new Set(made)].sort());
				const notes = kept.filter((each) => each.name === 'card.note' && made.includes(each.card));
				expect(keys('notes')).toEqual(notes.map((each) => each.id).sort());
				for (const each of kept) {
					const { outcome } = store().ledger.get(each.id) ?? {};
					const expected = made.includes(each.card) ? 'accepted' : 'held';
					// What only named it is kept nowhere: a server put back a second time does not get it again.
					const isEmptied = each.partOf !== null && ids.names(each.partOf);
					expect(isEmptied ? [expected, undefined] : [expected]).toContain(outcome);
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('leaves nothing of what is erased on the server, nor of what belongs to it', async () => {
		await fc.assert(
			fc.asyncProperty(story, anyOrder, async (steps, order) => {
				const { store, erased } = await play(steps, order);
				const { rows, ledger, held, quarantine } = store();
				const ids = erased.read();
				for (const row of rows.values()) {
					expect(ids.has(row)).toBe(false);
					expect(cardModel.ownersOf(row.collection, row.fields).some(ids.has)).toBe(false);
				}
				for (const entry of ledger.values()) {
					if (ids.has(entry)) expect(entry.args).toBeNull();
					// What was accepted about another card may have named this one by its id.
					if (entry.outcome !== 'accepted') expect(namesErased(entry.args, ids)).toBe(false);
				}
				for (const { envelope } of held.values()) {
					expect(namesErased(envelope.args, ids)).toBe(false);
				}
				expect(quarantine.size).toBe(0);
			}),
			{ numRuns: 300 }
		);
	});

	it('ends with every device showing what the server holds', async () => {
		await fc.assert(
			fc.asyncProperty(story, anyOrder, async (steps, order) => {
				const { store, devices } = await play(steps, order);
				const truth = Object.fromEntries([...store().rows].map(([id, row]) => [id, row.fields]));
				for (const device of devices) {
					expect(device.client.contact.stopped).toBeNull();
					expect(shown(device.client, collections)).toEqual(truth);
				}
			}),
			{ numRuns: 300 }
		);
	});
});
