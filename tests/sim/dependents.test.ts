/**
 * Refused records and what stands on them, under any order of writing, sending, correcting, giving up and bad weather.
 * A failure prints its seed and the shortest story that breaks the promise.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFix } from '../../src/lib/client/sync/to-fix.ts';
import { createMemoryServerStore, type MemoryServerStore } from '../../sync/server/memory-store.ts';
import type { Json } from '../../sync/protocol/json.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid, type Device, type Weather } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const CARDS = 3;
const states = ['open', 'done', 'closed'];

type Step =
	| { do: 'make'; card: number; desk: string; under: number | null }
	| { do: 'note'; card: number }
	| { do: 'edit'; card: number; value: number }
	| { do: 'move'; card: number; from: string; to: string }
	| { do: 'contact'; weather: Weather[] }
	| { do: 'correct' | 'retry' | 'aside' | 'back'; pick: number }
	| { do: 'restart' };

const card = fc.nat(CARDS - 1);
const state = fc.constantFrom(...states);
const weather = fc.constantFrom<Weather[]>('fair', 'request-lost', 'response-lost', 'busy');
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		do: fc.constant('make' as const),
		card,
		desk: fc.constantFrom('north', 'south'),
		under: fc.option(card)
	}),
	fc.record({ do: fc.constant('note' as const), card }),
	fc.record({ do: fc.constant('edit' as const), card, value: fc.nat(99) }),
	fc.record({ do: fc.constant('move' as const), card, from: state, to: state }),
	fc.record({ do: fc.constant('contact' as const), weather: fc.array(weather, { maxLength: 3 }) }),
	fc.record({
		do: fc.constantFrom('correct' as const, 'retry' as const, 'aside' as const, 'back' as const),
		pick: fc.nat(9)
	}),
	fc.record({ do: fc.constant('restart' as const) })
);
const stories = fc.array(step, { maxLength: 30 });

const cardId = (number: number) => uuid(50, number + 1);

/** What a person would write instead: the right desk, or the state the card is in. */
function correction(device: Device, name: string, args: { [field: string]: Json }) {
	if (name === 'card.make') return { name, args: { ...args, desk: 'north' } };
	const row = device.client.replica.row({ collection: 'cards', key: String(args.cardId) });
	return { name, args: { ...args, from: row?.fields.status ?? 'open' } };
}

async function correctOne(device: Device, pick: number) {
	const groups = toFix(device.client.replica);
	const chosen = groups[pick % groups.length];
	if (!chosen) return;
	const { seq, name, args } = chosen.refused;
	await device.client.supersede(seq, correction(device, name, args));
}

async function take(step: Step, device: Device) {
	const { client } = device;
	switch (step.do) {
		case 'make': {
			const args = { cardId: cardId(step.card), desk: step.desk, title: 'new' };
			const under = step.under === null ? args : { ...args, under: cardId(step.under) };
			return client.write([{ name: 'card.make', args: under }]);
		}
		case 'note':
			return client.write([{ name: 'card.note', args: { cardId: cardId(step.card), text: 'n' } }]);
		case 'edit': {
			const args = { cardId: cardId(step.card), field: 'title', value: String(step.value) };
			return client.write([{ name: 'card.edit', args: { ...args, settles: [] } }]);
		}
		case 'move': {
			const { from, to } = step;
			return client.write([{ name: 'card.move', args: { cardId: cardId(step.card), from, to } }]);
		}
		case 'contact':
			device.weather.push(...step.weather);
			await client.contactNow();
			device.weather.length = 0;
			return undefined;
		case 'correct':
			return correctOne(device, step.pick);
		case 'retry': {
			const groups = toFix(client.replica);
			const chosen = groups[step.pick % groups.length];
			return chosen && client.supersede(chosen.refused.seq, null);
		}
		case 'aside': {
			const groups = toFix(client.replica);
			const chosen = groups[step.pick % groups.length];
			return chosen && client.setAside(chosen.refused.seq);
		}
		case 'back': {
			const aside = given(device);
			const chosen = aside[step.pick % aside.length];
			return chosen === undefined ? undefined : client.takeBack(chosen);
		}
		case 'restart':
			return device.restart();
	}
}

function given({ client }: Device): number[] {
	return [...client.replica.exceptions.values()]
		.filter((exception) => exception.setAsideAt !== undefined)
		.map((exception) => exception.seq);
}

async function play(story: Step[]) {
	const server = createMemoryServerStore(cardModel, 'epoch-1');
	const device = await createWorld(server, cardModel).device(1, ada);
	for (const each of story) await take(each, device);
	return { server, device };
}

/** Takes everything back, then corrects until nothing is left to put right. */
async function putAllRight(device: Device) {
	for (const seq of given(device)) await device.client.takeBack(seq);
	for (const number of Array.from({ length: CARDS }, (_, index) => index)) {
		// Cards nobody made would keep their notes waiting for ever.
		const args = { cardId: cardId(number), desk: 'north', title: 'last' };
		await device.client.write([{ name: 'card.make', args }]);
	}
	for (let round = 0; round < 200; round += 1) {
		await device.client.contactNow();
		const { exceptions } = device.client.replica;
		const isHeld = [...exceptions.values()].some(({ outcome }) => outcome === 'held');
		if (toFix(device.client.replica).length === 0 && !isHeld) return;
		await correctOne(device, 0);
	}
	throw new Error('There is always something left to put right');
}

/** The id under which each written intent has gone on. */
function fates({ client }: Device): Map<string, string> {
	const { outbox, exceptions } = client.replica;
	const next = new Map([...exceptions.values()].map((each) => [each.id, each.supersededBy]));
	const firsts = [...outbox.values()].filter((envelope) => envelope.supersedes === undefined);
	return new Map(
		firsts.map(({ id }) => {
			let last = id;
			for (let by = next.get(last); by; by = next.get(last)) last = by;
			return [id, last];
		})
	);
}

function accepted(server: MemoryServerStore) {
	return [...server.ledger.values()].filter(({ outcome }) => outcome === 'accepted');
}

describe('any story of refusals, corrections and second thoughts', () => {
	it('ends with everything written there exactly once when all is put right', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { server, device } = await play(story);
				await putAllRight(device);
				const ids = [...fates(device).values()];
				expect(new Set(ids).size).toBe(ids.length);
				expect(
					accepted(server)
						.map(({ id }) => id)
						.sort()
				).toEqual([...ids].sort());
				const truth = Object.fromEntries([...server.rows].map(([id, row]) => [id, row.fields]));
				expect(shown(device.client, ['cards', 'notes'])).toEqual(truth);
				expect(device.client.replica.meta.missing).toEqual([]);
			}),
			{ numRuns: 300 }
		);
	});

	it('keeps the order in which the notes and edits of a card were written', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { server, device } = await play(story);
				await putAllRight(device);
				const { outbox } = device.client.replica;
				const seqOf = new Map([...outbox.values()].map(({ id, seq }) => [id, seq]));
				const order = new Map(accepted(server).map(({ id }, index) => [id, index]));
				const lastByCard = new Map<string, number>();
				const written = [...fates(device)].sort(
					([a], [b]) => (seqOf.get(a) ?? 0) - (seqOf.get(b) ?? 0)
				);
				for (const [, fate] of written) {
					const { name, args } = server.ledger.get(fate)!;
					if (name !== 'card.note' && name !== 'card.edit') continue;
					const place = order.get(fate)!;
					expect(place).toBeGreaterThan(lastByCard.get(String(args?.cardId)) ?? -1);
					lastByCard.set(String(args?.cardId), place);
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('never applies what stands on a refused record before it is put right', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { server, device } = await play(story);
				const { outbox, exceptions } = device.client.replica;
				const standing = new Set(
					[...exceptions.values()]
						.filter(({ outcome, supersededBy }) => outcome !== 'held' && supersededBy === null)
						.map(({ id }) => id)
				);
				for (const envelope of outbox.values()) {
					if (!envelope.dependsOn.some((id) => standing.has(id))) continue;
					expect(server.ledger.get(envelope.id)?.outcome ?? 'blocked').toBe('blocked');
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('blocks no fact whose row the server has', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { device } = await play(story);
				await device.client.contactNow();
				const { replica } = device.client;
				for (const exception of replica.exceptions.values()) {
					const { name, args } = replica.outbox.get(exception.seq)!;
					if (exception.outcome !== 'blocked' || exception.supersededBy !== null) continue;
					if (cardModel.intents[name]?.kind !== 'fact' || name === 'card.make') continue;
					const makers = [...replica.outbox.values()].filter(
						(envelope) => envelope.name === 'card.make' && envelope.args.cardId === args.cardId
					);
					// Made twice on one device, a card stands on the later making.
					if (makers.filter(({ supersedes }) => supersedes === undefined).length > 1) continue;
					const maker = makers.find(
						({ seq }) => !replica.exceptions.has(seq) && seq < exception.seq
					);
					expect(maker).toBeUndefined();
				}
			}),
			{ numRuns: 300 }
		);
	});
});
