/** What every device store must do, whatever it is made of. */
import { describe, expect, it } from 'vitest';
import type {
	DeviceEvent,
	DeviceStore,
	Exception,
	NewIntent,
	Replacement
} from '../../sync/client/ports.ts';
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
		acknowledgement: { fromSeq, throughSeq, at, serverAt: at, epoch: 'one' },
		exceptions: [],
		cleared: [],
		sessions: { kept: [], wanted: [] },
		missing: [],
		at
	};
}

function aRefusal(number: number): Exception {
	return {
		seq: number,
		id: uuid(1, number),
		outcome: 'rejected',
		reason: 'no',
		at: 1,
		supersededBy: null
	};
}

function aReplacement(seq: number, number: number): Replacement {
	return { seq, id: uuid(1, seq), intent: anIntent(number) };
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
	/** `open` twice gives two tabs on the same data, of an app with that schema version. */
	fresh: () => Promise<{ open: (schemaVersion?: number) => DeviceStore }>
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

		it('lets an older app read and send what a newer one left, and write nothing', async () => {
			const { open } = await fresh();
			const older = open(1);
			await older.load();
			await older.append([anIntent(1)]);
			const newer = open(2);
			await newer.load();
			await newer.append([anIntent(2)]);
			// The one that was open all along, and one opened afterwards.
			for (const store of [older, open(1)]) {
				await expect(store.append([anIntent(3)])).rejects.toMatchObject({ kind: 'read-only' });
				await expect(store.supersede([aReplacement(1, 4)], 5)).rejects.toMatchObject({
					kind: 'read-only'
				});
				await expect(store.setAside([{ seq: 1, id: uuid(1, 1) }], 6)).rejects.toMatchObject({
					kind: 'read-only'
				});
				expect((await store.load()).meta).toMatchObject({ schemaVersion: 2, highestSeq: 2 });
				expect((await store.unanswered(wide)).count).toBe(2);
			}
			await older.recordAnswer(anAnswer(1, 2), 'one');
			expect((await newer.unanswered(wide)).count).toBe(0);
			await newer.append([anIntent(5)]);
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
			const refusal = aRefusal(1);
			await store.recordAnswer({ ...anAnswer(1, 1), exceptions: [refusal] }, 'one');
			const written = await store.supersede([aReplacement(1, 2)], 5);
			const replaced = { ...refusal, supersededBy: uuid(1, 2) };
			expect(written?.event).toMatchObject({ exceptions: [replaced], envelopes: [{ seq: 2 }] });
			const state = await store.load();
			expect(state.exceptions).toEqual([replaced]);
			expect(state.outbox.map((envelope) => envelope.seq)).toEqual([1, 2]);
		});

		it('replaces a refusal and what waits for it together, sent or not, and in order', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			await store.recordAnswer({ ...anAnswer(1, 1), exceptions: [aRefusal(1)] }, 'one');
			await store.supersede([aReplacement(1, 4), aReplacement(2, 5)], 7);
			const { envelopes, count } = await store.unanswered(wide);
			expect(envelopes.map(({ seq, id }) => [seq, id])).toEqual([
				[3, uuid(1, 3)],
				[4, uuid(1, 4)],
				[5, uuid(1, 5)]
			]);
			expect(count).toBe(3);
		});

		it('lets only the first of two tabs write in the stead of a refusal', async () => {
			const { open } = await fresh();
			const tabs = [open(), open()] as const;
			await tabs[0].load();
			await tabs[0].append([anIntent(1)]);
			await tabs[0].recordAnswer({ ...anAnswer(1, 1), exceptions: [aRefusal(1)] }, 'one');
			const written = await Promise.all([
				tabs[0].supersede([aReplacement(1, 2)], 5),
				tabs[1].supersede([aReplacement(1, 3)], 5)
			]);
			expect(written.filter((each) => each === null)).toHaveLength(1);
			expect((await tabs[0].load()).outbox).toHaveLength(2);
		});

		it('replaces nothing when one of them has been accepted meanwhile', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			await store.recordAnswer({ ...anAnswer(1, 2), exceptions: [aRefusal(1)] }, 'one');
			expect(await store.supersede([aReplacement(1, 4), aReplacement(2, 5)], 7)).toBeNull();
			const state = await store.load();
			expect(state.outbox).toHaveLength(2);
			expect(state.exceptions).toEqual([aRefusal(1)]);
		});

		it('keeps what was put aside, does not send it, and gives it back', async () => {
			const { open } = await fresh();
			const store = open();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			await store.recordAnswer({ ...anAnswer(1, 1), exceptions: [aRefusal(1)] }, 'one');
			const both = [1, 2].map((seq) => ({ seq, id: uuid(1, seq) }));
			await store.setAside(both, 9);
			const aside = (await open().load()).exceptions;
			expect(aside.map(({ seq, setAsideAt }) => [seq, setAsideAt])).toEqual([
				[1, 9],
				[2, 9]
			]);
			expect((await store.unanswered(wide)).envelopes.map(({ seq }) => seq)).toEqual([3]);
			await store.setAside(both, null);
			const back = (await open().load()).exceptions;
			expect(back).toEqual([aRefusal(1), { ...back[1], outcome: 'blocked' }]);
			expect(back[1]).not.toHaveProperty('setAsideAt');
		});

		it('keeps a person’s decision when the same answer comes again', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			const answer = { ...anAnswer(1, 2), exceptions: [aRefusal(1), aRefusal(2)] };
			await store.recordAnswer(answer, 'one');
			await store.supersede([aReplacement(1, 3)], 5);
			await store.setAside([{ seq: 2, id: uuid(1, 2) }], 6);
			await store.recordAnswer(answer, 'one');
			expect((await store.load()).exceptions).toMatchObject([
				{ seq: 1, supersededBy: uuid(1, 3) },
				{ seq: 2, setAsideAt: 6 }
			]);
		});

		it('never sends again by itself what was replaced or put aside, even to a restored server', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			const exceptions = [aRefusal(1), aRefusal(2), aRefusal(3)];
			await store.recordAnswer({ ...anAnswer(1, 3), exceptions }, 'one');
			await store.supersede([aReplacement(1, 4)], 5);
			await store.setAside([{ seq: 2, id: uuid(1, 2) }], 6);
			await store.changeEpoch('two');
			const { envelopes, count } = await store.unanswered(wide);
			expect(envelopes.map(({ seq }) => seq)).toEqual([3, 4]);
			expect(count).toBe(2);
		});

		it('forgets a replaced record once it is old, and never one put aside', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			const exceptions = [aRefusal(1), aRefusal(2)];
			await store.recordAnswer({ ...anAnswer(1, 2, 10), exceptions }, 'one');
			await store.supersede([aReplacement(1, 3)], 5);
			await store.setAside([{ seq: 2, id: uuid(1, 2) }], 6);
			await store.prune(40);
			const state = await store.load();
			expect(state.outbox.map(({ seq }) => seq)).toEqual([2, 3]);
			expect(state.exceptions.map(({ seq }) => seq)).toEqual([2]);
		});

		it('does not apply a page when another tab has moved the cursor', async () => {
			const store = await opened();
			await store.load();
			expect(await store.applyPage(aPage(3, ['a']), null)).not.toBeNull();
			expect(await store.applyPage(aPage(5, ['late']), null)).toBeNull();
			expect((await store.load()).rows.map((row) => row.key)).toEqual(['a']);
		});

		it('numbers what it writes, one after the other, for other tabs', async () => {
			const store = await opened();
			const { writes } = await store.load();
			expect((await store.append([anIntent(1), anIntent(2)])).write).toBe(writes + 1);
			const exceptions = [aRefusal(1), aRefusal(2)];
			expect(await store.recordAnswer({ ...anAnswer(1, 2), exceptions }, 'one')).toBe(writes + 2);
			expect((await store.supersede([aReplacement(1, 3)], 5))?.write).toBe(writes + 3);
			expect((await store.setAside([{ seq: 2, id: uuid(1, 2) }], 6)).write).toBe(writes + 4);
			const page = aPage(3, ['a']);
			expect(await store.applyPage(page, null)).toBe(writes + 5);
			expect(await store.dropScopes([page.scope])).toBe(writes + 6);
			await store.changeEpoch('two');
			expect((await store.load()).writes).toBe(writes + 7);
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

		it('keeps by the clock of the server what was acknowledged, whatever its own has said', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			const { acknowledgement, ...answer } = anAnswer(1, 2, 10);
			await store.recordAnswer(
				{ ...answer, acknowledgement: { ...acknowledgement, serverAt: 50 } },
				'one'
			);
			await store.prune(40);
			expect((await store.load()).outbox.map((envelope) => envelope.seq)).toEqual([1, 2]);
		});

		it('says no longer that the rows contain what the server has taken since', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			const page = aPage(1, ['a']);
			await store.applyPage({ ...page, next: { ...page.next, confirmedSeq: 5 } }, null);
			await store.recordAnswer({ ...anAnswer(1, 2), takenFrom: 2 }, 'one');
			expect((await store.load()).scopes.map(({ confirmedSeq }) => confirmedSeq)).toEqual([1]);
		});

		it('sends everything it keeps again to a restored server', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2)]);
			await store.recordAnswer({ ...anAnswer(1, 2), missing: [2, 7] }, 'one');
			await store.changeEpoch('two');
			const { envelopes, meta } = await store.unanswered(wide);
			expect(envelopes.map((envelope) => envelope.seq)).toEqual([1, 2]);
			expect(meta.epoch).toBe('two');
			expect(meta.missing).toEqual([7]);
		});

		it('forgets what was answered for good, and leaves its number taken', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			await store.recordAnswer({ ...anAnswer(1, 2), exceptions: [aRefusal(2)] }, 'one');
			const named = [1, 2, 3].map((number) => ({ seq: number, id: uuid(1, number) }));
			const { event } = await store.forget(named, 7);
			expect(event.exceptions.map(({ seq }) => seq)).toEqual([1, 2]);
			const state = await store.load();
			expect(state.outbox.map(({ seq }) => seq)).toEqual([3]);
			expect(state.exceptions).toHaveLength(2);
			expect(state.exceptions).toEqual(expect.arrayContaining(event.exceptions));
			await store.changeEpoch('two');
			expect((await store.unanswered(wide)).envelopes.map(({ seq }) => seq)).toEqual([3]);
			expect((await store.load()).exceptions).toHaveLength(2);
		});

		it('has no answer for what the server has no more and it keeps no more itself', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1), anIntent(2), anIntent(3)]);
			await store.recordAnswer(anAnswer(1, 3, 10), 'one');
			await store.prune(40);
			await store.changeEpoch('two', 1);
			expect((await store.load()).meta).toMatchObject({ answeredSeq: 1, highestSeq: 3 });
			expect((await store.unanswered(wide)).envelopes).toEqual([]);
			await store.changeEpoch('three');
			expect((await store.load()).meta).toMatchObject({ answeredSeq: 3 });
		});

		it('keeps the decision about what it had forgotten for its age before it was erased', async () => {
			const store = await opened();
			await store.load();
			await store.append([anIntent(1)]);
			await store.recordAnswer({ ...anAnswer(1, 1, 10), exceptions: [aRefusal(1)] }, 'one');
			await store.supersede([aReplacement(1, 2)], 5);
			const [standing] = (await store.load()).exceptions;
			await store.prune(40);
			await store.forget([{ seq: 1, id: uuid(1, 1), standing: standing! }], 7);
			const { exceptions } = await store.load();
			expect(exceptions).toMatchObject([{ outcome: 'erased', supersededBy: uuid(1, 2) }]);
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
