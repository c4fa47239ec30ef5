/** The next batch is read while the server has this one, and is as current as one read afterwards. */
import { describe, expect, it } from 'vitest';
import { aCaller, cardModel } from '../../tests/builders/card-model.ts';
import { createWorld, uuid } from '../../tests/builders/sync-world.ts';
import { createMemoryServerStore } from '../server/memory-store.ts';
import { PUSH_BATCH } from '../protocol/limits.ts';
import type { PushRequest } from '../protocol/push.ts';

const MORE = 20;

/** A tablet with more to send than one batch holds, and what it sends. */
async function aTablet(duringFirst: (device: Parts) => Promise<unknown>) {
	const world = createWorld(createMemoryServerStore(cardModel, 'epoch-1'), cardModel);
	const device = await world.device(0, aCaller('ada', ['desk:north']));
	const sent: PushRequest[] = [];
	/** How often the store was asked what is to be sent, before each push left. */
	const readsBefore: number[] = [];
	let reads = 0;
	const { push } = device.transport;
	device.transport.push = async (request) => {
		sent.push(structuredClone(request));
		readsBefore.push(reads);
		if (sent.length === 1) await duringFirst({ store: device.store, client: device.client });
		const sentAt = world.now;
		const answer = await push(request);
		// At once: to a slow server no more goes than before.
		world.now = sentAt;
		return answer;
	};
	const { openedBy } = device.store;
	device.store.openedBy = (version) => {
		const store = openedBy(version);
		return {
			...store,
			unanswered: (...given) => {
				reads += 1;
				return store.unanswered(...given);
			}
		};
	};
	await device.restart();
	await device.client.write(
		Array.from({ length: PUSH_BATCH.intents + MORE }, (_, index) => ({
			name: 'card.make',
			args: { cardId: uuid(50, index + 1), desk: 'north', title: 'new' }
		}))
	);
	await device.client.contactNow();
	const seqs = sent.map(({ intents }) => intents.map((each) => (each as { seq: number }).seq));
	return { sent, seqs, readsBefore };
}

type Parts = Pick<
	Awaited<ReturnType<ReturnType<typeof createWorld>['device']>>,
	'store' | 'client'
>;

describe('what follows a batch', () => {
	it('is read before that has its answer, and is everything else, once', async () => {
		const { seqs, sent, readsBefore } = await aTablet(async () => undefined);
		expect(seqs.map(({ length }) => length)).toEqual([PUSH_BATCH.intents, MORE]);
		expect(new Set(seqs.flat()).size).toBe(PUSH_BATCH.intents + MORE);
		expect(sent[1]).toMatchObject({ pending: MORE, highestSeq: PUSH_BATCH.intents + MORE });
		// Two, before the first leaves or with it, and none between them.
		expect(readsBefore).toEqual([2, 2]);
	});

	it('is read anew when somebody takes back one of it meanwhile', async () => {
		const taken = PUSH_BATCH.intents + 3;
		const { seqs, sent } = await aTablet(async ({ store }) => {
			const envelope = store.look().outbox.find(({ seq }) => seq === taken)!;
			await store.setAside([envelope], 1);
		});
		expect(seqs[1]).toHaveLength(MORE - 1);
		expect(seqs.flat()).not.toContain(taken);
		expect(sent[1]).toMatchObject({ pending: MORE - 1 });
	});

	it('contains what was written meanwhile', async () => {
		const { seqs } = await aTablet(async ({ client }) => {
			const args = { cardId: uuid(51, 1), desk: 'north', title: 'late' };
			await client.write([{ name: 'card.make', args }]);
		});
		expect(seqs.flat()).toContain(PUSH_BATCH.intents + MORE + 1);
		expect(new Set(seqs.flat()).size).toBe(seqs.flat().length);
	});
});
