/**
 * The engine's promises, under any interleaving of writing, sending, restarting and bad weather that fast-check can
 * think of. A failure prints its seed and the shortest story that breaks the promise.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { refId, type Json } from '../../sync/protocol/json.ts';
import { aCaller, cardModel, countingModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid, type Device, type Weather } from '../builders/sync-world.ts';

const CALLERS = [
	aCaller('ada', ['desk:north']),
	aCaller('bea', ['desk:north']),
	aCaller('manager', ['city'])
];
const CARDS = 4;
const weathers: Weather[] = [
	'fair',
	'fair',
	'fair',
	'request-lost',
	'response-lost',
	'portal',
	'busy',
	'half-answer'
];

type Step =
	| { do: 'make'; who: number; card: number }
	| { do: 'edit'; who: number; card: number; field: string; value: string }
	| { do: 'note'; who: number; card: number }
	| { do: 'move'; who: number; card: number; from: string; to: string }
	| { do: 'contact'; who: number; weather: Weather[] }
	| { do: 'restart'; who: number };

const who = fc.nat(CALLERS.length - 1);
const card = fc.nat(CARDS - 1);
const state = fc.constantFrom('open', 'done', 'closed');
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ do: fc.constant('make' as const), who, card }),
	fc.record({
		do: fc.constant('edit' as const),
		who,
		card,
		field: fc.constantFrom('title', 'body'),
		value: fc.constantFrom('a', 'b', 'c')
	}),
	fc.record({ do: fc.constant('note' as const), who, card }),
	fc.record({ do: fc.constant('move' as const), who, card, from: state, to: state }),
	fc.record({
		do: fc.constant('contact' as const),
		who,
		weather: fc.array(fc.constantFrom(...weathers), { maxLength: 4 })
	}),
	fc.record({ do: fc.constant('restart' as const), who })
);

const cardId = (number: number) => uuid(50, number + 1);

async function take(step: Step, device: Device, saved: string[]) {
	const write = async (name: string, args: { [field: string]: Json }) => {
		const envelopes = await device.client.write([{ name, args }]);
		saved.push(...envelopes.map((envelope) => envelope.id));
	};
	switch (step.do) {
		case 'make':
			return write('card.make', { cardId: cardId(step.card), desk: 'north', title: 'new' });
		case 'edit':
			return write('card.edit', {
				cardId: cardId(step.card),
				field: step.field,
				value: step.value,
				settles: []
			});
		case 'note':
			return write('card.note', { cardId: cardId(step.card), text: 'seen' });
		case 'move':
			return write('card.move', { cardId: cardId(step.card), from: step.from, to: step.to });
		case 'contact':
			device.weather.push(...step.weather);
			await device.client.contactNow();
			device.weather.length = 0;
			return undefined;
		case 'restart':
			return device.restart();
	}
}

async function settle(devices: Device[]) {
	// Twice: the second round brings everybody what the others sent in the first.
	for (let round = 0; round < 2; round += 1) {
		for (const device of devices) {
			expect(await device.client.contactNow()).toEqual({ kind: 'ok' });
			expect(device.client.contact.stopped).toBeNull();
		}
	}
}

/** Between saving, sending and hearing back, nothing a person wrote may disappear from their own screen. */
function expectOwnWorkShown({ client: { replica } }: Device) {
	for (const { name, args, id, seq } of replica.outbox.values()) {
		const made = replica.row({ collection: 'cards', key: String(args.cardId) });
		if (name === 'card.make') expect(made).toBeDefined();
		if (name === 'card.note' && made && !replica.exceptions.has(seq)) {
			expect(replica.row({ collection: 'notes', key: id })).toBeDefined();
		}
	}
}

async function play(steps: Step[]) {
	const ran: string[] = [];
	const server = createMemoryServerStore(countingModel(ran), 'epoch-1');
	const world = createWorld(server, cardModel);
	const devices = await Promise.all(CALLERS.map((caller, index) => world.device(index, caller)));
	const saved: string[] = [];
	for (const step of steps) {
		const device = devices[step.who]!;
		await take(step, device, saved);
		expectOwnWorkShown(device);
	}
	await settle(devices);
	return { server, world, devices, saved, ran };
}

const collections = ['cards', 'notes'];

describe('any story of three devices and a bad network', () => {
	it('ends with every device showing what the server holds, and nothing pending', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const { server, devices } = await play(steps);
				const truth = Object.fromEntries([...server.rows].map(([id, row]) => [id, row.fields]));
				for (const device of devices) {
					expect(shown(device.client, collections)).toEqual(truth);
					const { envelopes } = await device.store.unanswered({ intents: 1, bytes: 1 });
					expect(envelopes).toEqual([]);
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('applies every saved intent exactly once, or says why it did not', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const { server, devices, saved, ran } = await play(steps);
				expect(server.quarantine.size).toBe(0);
				expect(ran.length).toBe(new Set(ran).size);
				expect([...server.ledger.keys()].sort()).toEqual([...saved].sort());
				const accepted = [...server.ledger.values()].filter(
					(entry) => entry.outcome === 'accepted'
				);
				const notes = accepted.filter((entry) => entry.name === 'card.note');
				const noteRows = [...server.rows.values()].filter((row) => row.collection === 'notes');
				expect(noteRows.map((row) => row.key).sort()).toEqual(
					notes.map((entry) => entry.id).sort()
				);
				const exceptions = devices.flatMap((device) => [
					...device.client.replica.exceptions.values()
				]);
				const others = [...server.ledger.values()].filter((entry) => entry.outcome !== 'accepted');
				expect(exceptions.map((entry) => [entry.id, entry.outcome]).sort()).toEqual(
					others.map((entry) => [entry.id, entry.outcome]).sort()
				);
			}),
			{ numRuns: 300 }
		);
	});

	it('gives a newcomer by a full pull what the others have from their increments', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const { world, devices } = await play(steps);
				const newcomer = await world.device(9, aCaller('new', ['desk:north']));
				await newcomer.client.contactNow();
				expect(shown(newcomer.client, collections)).toEqual(shown(devices[0]!.client, collections));
				const checksum = (device: Device) =>
					device.client.replica.scopes.get('desk:north')?.checksum;
				expect(checksum(newcomer)).toBe(checksum(devices[0]!));
			}),
			{ numRuns: 150 }
		);
	});

	it('never refuses a fact, and loses no value that two people wrote', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const { server } = await play(steps);
				for (const entry of server.ledger.values()) {
					if (cardModel.intents[entry.name]!.kind === 'fact') {
						expect(['accepted', 'held']).toContain(entry.outcome);
					}
					if (!entry.flags.includes('conflict')) continue;
					const row = server.rows.get(refId(entry));
					const kept = row?.conflicts.some(
						(conflict) => conflict.field === entry.args?.field && conflict.actor === entry.actor
					);
					expect(kept).toBe(true);
				}
			}),
			{ numRuns: 150 }
		);
	});
});
