/** What every device store must do, whatever it is made of. */
import { describe, expect, it } from 'vitest';
import type { DeviceEvent, DeviceStore, NewIntent } from '../../sync/client/ports.ts';
import { uuid } from '../builders/sync-world.ts';

function anIntent(number: number, text = 'x'): NewIntent {
	return {
		v: 0,
		id: uuid(1, number),
		actor: 'ada',
		name: 'card.note',
		args: { cardId: uuid(50, 1), text },
		baseVersions: {},
		dependsOn: [],
		at: number
	};
}

function anAnswer(fromSeq: number, throughSeq: number, at = 1000) {
	return {
		kind: 'answered' as const,
		acknowledgement: { fromSeq, throughSeq, at, epoch: 'one' },
		exceptions: [],
		cleared: [],
		missing: [],
		at
	};
}

function aPage(
	version: number,
	keys: string[],
	change: Partial<Extract<DeviceEvent, { kind: 'pulled' }>> = {}
): Extract<DeviceEvent, { kind: 'pulled' }> {
	return {
		kind: 'pulled',
		scope: 'city',
		replace: false,
		rows: keys.map((key) => ({ collection: 'cards', key, rev: 1, fields: { title: key } })),
		gone: [],
		next: {
			scope: 'city',
			cursor: { epoch: 'one', version, scopeHash: 'h' },
			confirmedSeq: 2,
			checksum: '0'
		},
		at: 2000,
		...change
	};
}

const wide = { intents: 500, bytes: 1_000_000 };

export function deviceStoreContract(
	name: string,
	/** `open` twice gives two tabs on the same data. */
	fresh: () => Promise<{ open: () => DeviceStore }>
) {
	const opened = async () => (await fresh()).open();

	describe(`device store: ${name}`, () => {
		it('numbers what is written without gaps, and gives it back in order', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			await store.append([anIntent(3)]);
			const { envelopes, count } = await store.unanswered(wide);
			expect(envelopes.map(({ seq, id }) => [seq, id])).toEqual([
				[1, uuid(1, 1)],
				[2, uuid(1, 2)],
				[3, uuid(1, 3)]
			]);
			expect(count).toBe(3);
		});

		it('gives two tabs writing at once different numbers', async () => {
			const { open } = await fresh();
			const tabs = [open(), open()] as const;
			await tabs[0].load();
			await Promise.all(
				Array.from({ length: 60 }, (_, index) => tabs[index % 2]!.append([anIntent(index)]))
			);
			const { envelopes } = await tabs[0].unanswered(wide);
			expect(envelopes.map((envelope) => envelope.seq)).toEqual(
				Array.from({ length: 60 }, (_, index) => index + 1)
			);
			expect((await tabs[1].load()).meta.highestSeq).toBe(60);
		});

		it('keeps everything when opened anew, with the same identity', async () => {
			const { open } = await fresh();
			const before = open();
			const { meta } = await before.load();
			await before.append([anIntent(1)]);
			await before.applyPage(aPage(3, ['a', 'b']), null);
			const state = await open().load();
			expect(state.meta.storeId).toBe(meta.storeId);
			expect(state.outbox).toHaveLength(1);
			expect(state.rows.map((row) => row.fields.title)).toEqual(['a', 'b']);
			expect(state.scopes).toMatchObject([{ cursor: { version: 3 }, confirmedSeq: 2 }]);
		});

		it('hands out a batch no larger than asked, but never none', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1, 'y'.repeat(5000)), anIntent(2), anIntent(3)]);
			const small = await store.unanswered({ intents: 500, bytes: 1000 });
			expect(small.envelopes.map((envelope) => envelope.seq)).toEqual([1]);
			expect(small.count).toBe(3);
			const two = await store.unanswered({ intents: 2, bytes: 1_000_000 });
			expect(two.envelopes).toHaveLength(2);
		});

		it('does not hand out again what was answered', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			await store.recordAnswer(anAnswer(1, 2), 'one');
			const { envelopes, meta } = await store.unanswered(wide);
			expect(envelopes.map((envelope) => envelope.seq)).toEqual([3]);
			expect(meta).toMatchObject({ answeredSeq: 2, epoch: 'one', lastContactAt: 1000 });
		});

		it('keeps a refusal with its envelope, and what was written in its stead', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1)]);
			const refusal = {
				seq: 1,
				id: uuid(1, 1),
				outcome: 'rejected' as const,
				reason: 'no',
				at: 1,
				supersededBy: null
			};
			await store.recordAnswer({ ...anAnswer(1, 1), exceptions: [refusal] }, 'one');
			await store.supersede(1, [anIntent(2)]);
			const state = await store.load();
			expect(state.exceptions).toEqual([{ ...refusal, supersededBy: uuid(1, 2) }]);
			expect(state.outbox.map((envelope) => envelope.seq)).toEqual([1, 2]);
		});

		it('does not apply a page when another tab has moved the cursor', async () => {
			const store = await opened();
			await store.load();
			expect(await store.applyPage(aPage(3, ['a']), null)).toBe(true);
			expect(await store.applyPage(aPage(5, ['late']), null)).toBe(false);
			expect((await store.load()).rows.map((row) => row.key)).toEqual(['a']);
		});

		it('replaces a scope, drops what is gone, and leaves other scopes alone', async () => {
			const store = await opened();
			await store.load();
			const city = aPage(3, ['a', 'b']);
			await store.applyPage(city, null);
			const desk = aPage(1, ['a'], { scope: 'desk', next: { ...city.next, scope: 'desk' } });
			await store.applyPage(desk, null);
			const gone = aPage(4, [], { gone: [{ collection: 'cards', key: 'a' }] });
			await store.applyPage(gone, city.next.cursor);
			await store.applyPage(aPage(9, ['c'], { replace: true }), gone.next.cursor);
			const rows = (await store.load()).rows.map((row) => [row.scope, row.key]);
			expect(rows.toSorted()).toEqual([
				['city', 'c'],
				['desk', 'a']
			]);
			await store.dropScopes(['city']);
			expect((await store.load()).rows.map((row) => row.scope)).toEqual(['desk']);
		});

		it('sends everything it keeps again to a restored server', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			await store.recordAnswer(anAnswer(1, 2), 'one');
			await store.changeEpoch('two');
			const { envelopes, meta } = await store.unanswered(wide);
			expect(envelopes.map((envelope) => envelope.seq)).toEqual([1, 2]);
			expect(meta.epoch).toBe('two');
		});

		it('forgets what was acknowledged long ago and is contained in the rows, and nothing else', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3), anIntent(4)]);
			await store.recordAnswer(anAnswer(1, 2, 10), 'one');
			await store.recordAnswer(anAnswer(3, 3, 50), 'one');
			await store.prune(40);
			expect((await store.load()).outbox.map((envelope) => envelope.seq)).toEqual([3, 4]);
			await store.append([anIntent(5)]);
			expect((await store.load()).meta.highestSeq).toBe(5);
		});
	});
}
