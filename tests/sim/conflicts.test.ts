/**
 * Two people and a manager who write in one place without knowing of each other, and settle it, in any order and bad
 * weather. A failure prints its seed and the shortest story that breaks the promise.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredRow } from '../../sync/merge/merge-fields.ts';
import type { Envelope } from '../../sync/protocol/envelope.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { createMemoryServerStore, type MemoryServerStore } from '../../sync/server/memory-store.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { createWorld, shown, uuid, type Device, type Weather } from '../builders/sync-world.ts';

const CALLERS = [
	aCaller('ada', ['desk:north']),
	aCaller('bea', ['desk:north']),
	aCaller('manager', ['city'])
];
const fields = ['title', 'body'] as const;
const card = { collection: 'cards', key: uuid(50, 1) };

type Step =
	| { do: 'edit'; who: number; field: (typeof fields)[number]; value: string }
	/** Chooses one of the values shown, or writes another. */
	| { do: 'settle'; who: number; field: (typeof fields)[number]; choice: number }
	| { do: 'contact'; who: number; weather: Weather[] };

const who = fc.nat(CALLERS.length - 1);
// Mostly the same one: people must meet.
const field = fc.constantFrom(...fields, 'title' as const, 'title' as const);
const weather = fc.constantFrom<Weather[]>(
	'fair',
	'fair',
	'request-lost',
	'response-lost',
	'portal'
);
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		do: fc.constant('edit' as const),
		who,
		field,
		value: fc.constantFrom('a', 'b', 'c')
	}),
	fc.record({ do: fc.constant('settle' as const), who, field, choice: fc.nat(3) }),
	fc.record({
		do: fc.constant('contact' as const),
		who,
		weather: fc.array(weather, { maxLength: 2, size: 'small' })
	})
);
const stories = fc.array(step, { maxLength: 60, size: 'max' });

function editing(name: string, value: string, settles: string[]) {
	return { name: 'card.edit', args: { cardId: card.key, field: name, value, settles } };
}

async function settle({ client }: Device, name: string, choice: number) {
	const row = client.replica.row(card);
	const conflicts = row?.conflicts.filter((conflict) => conflict.field === name) ?? [];
	if (!row || conflicts.length === 0) return;
	const values = [row.fields[name], ...conflicts.map(({ value }) => value)];
	await client.write([editing(name, String(values[choice] ?? 'another'), [name])]);
}

async function take(each: Step, device: Device) {
	switch (each.do) {
		case 'edit':
			return device.client.write([editing(each.field, each.value, [])]);
		case 'settle':
			return settle(device, each.field, each.choice);
		case 'contact':
			device.weather.push(...each.weather);
			await device.client.contactNow();
			device.weather.length = 0;
			return undefined;
	}
}

async function agree(devices: Device[]) {
	for (let round = 0; round < 2; round += 1) {
		for (const device of devices) await device.client.contactNow();
	}
}

/** @param afterPush told of the card before and after each push */
async function play(
	story: Step[],
	afterPush: (before: StoredRow, after: StoredRow, request: PushRequest) => void = () => undefined
) {
	const server = createMemoryServerStore(cardModel, 'epoch-1');
	const cardNow = () => server.rows.get(`cards/${card.key}`);
	const watched: MemoryServerStore = {
		...server,
		async applyPush(request, caller, receivedAt) {
			const before = structuredClone(cardNow());
			const response = await server.applyPush(request, caller, receivedAt);
			const after = cardNow();
			if (before && after) afterPush(before, after, request);
			return response;
		}
	};
	const world = createWorld(watched, cardModel);
	const devices = await Promise.all(CALLERS.map((caller, index) => world.device(index, caller)));
	const args = { cardId: card.key, desk: 'north', title: '' };
	await devices[0]!.client.write([{ name: 'card.make', args }]);
	await agree(devices);
	for (const each of story) await take(each, devices[each.who]!);
	return { cardNow, devices };
}

describe('any story of people who write in one place', () => {
	it('sets no value aside for good before somebody who has seen it settles it', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { devices } = await play(story, (before, after, request) => {
					const left = after.conflicts.map(({ intentId }) => intentId);
					const gone = before.conflicts.filter(({ intentId }) => !left.includes(intentId));
					for (const conflict of gone) {
						const intents = request.intents as Envelope[];
						const isSettled = intents.some(
							({ args, baseVersions }) =>
								(args.settles as string[] | undefined)?.includes(conflict.field) &&
								(baseVersions[`cards/${card.key}`] ?? 0) >= conflict.rev
						);
						// A later word of the same person takes the place of their earlier one.
						const isReplaced = intents.some(
							({ actor, args }) => actor === conflict.actor && args.field === conflict.field
						);
						expect(isSettled || isReplaced).toBe(true);
					}
				});
				await agree(devices);
			}),
			{ numRuns: 300 }
		);
	});

	it('never sets a person against themselves', async () => {
		await fc.assert(
			fc.asyncProperty(stories, async (story) => {
				const { cardNow, devices } = await play(story);
				await agree(devices);
				for (const conflict of cardNow()?.conflicts ?? []) {
					expect(conflict.actorName).not.toBe(conflict.standingActorName);
				}
			}),
			{ numRuns: 150 }
		);
	});

	it('ends with what was chosen, on every device, when one person settles all of it', async () => {
		await fc.assert(
			fc.asyncProperty(stories, fc.nat(3), who, async (story, choice, settler) => {
				const { cardNow, devices } = await play(story);
				await agree(devices);
				const device = devices[settler]!;
				const chosen = new Map<string, unknown>();
				for (const name of fields) {
					await settle(device, name, choice);
					chosen.set(name, device.client.replica.row(card)?.fields[name]);
					// Seen as settled at once, on the device that settled it.
					const shownStill = device.client.replica.row(card)?.conflicts ?? [];
					expect(shownStill.filter((conflict) => conflict.field === name)).toEqual([]);
				}
				await agree(devices);
				await agree(devices);
				expect(cardNow()?.conflicts).toEqual([]);
				for (const [name, value] of chosen) expect(cardNow()?.fields[name]).toBe(value);
				for (const each of devices) {
					expect(shown(each.client, ['cards'])).toEqual({
						[`cards/${card.key}`]: cardNow()?.fields
					});
				}
			}),
			{ numRuns: 150 }
		);
	});
});
