/**
 * What every server store must do, whatever it is made of. An adapter's own test file calls `serverStoreContract` with a
 * way to make a fresh store, and a way to open another on the same data where it keeps data.
 */
import { describe, expect, it } from 'vitest';
import type { Caller, Model } from '../../sync/merge/model.ts';
import type { Fields } from '../../sync/protocol/json.ts';
import type { Cursor } from '../../sync/protocol/pull.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import { aCaller, cardModel } from '../builders/card-model.ts';
import { uuid } from '../builders/sync-world.ts';

const ada = aCaller('ada', ['desk:north']);
const sam = aCaller('sam', ['desk:south']);
const manager = aCaller('manager', ['city']);
const NOW = 1_700_000_000_000;

interface IntentSpec {
	seq: number;
	id?: string;
	name?: string;
	args?: Fields;
	base?: number;
	dependsOn?: string[];
	at?: number;
}

function cardId(number: number) {
	return uuid(50, number);
}

function anIntent(by: Caller, store: number, spec: IntentSpec): Fields {
	return {
		v: 0,
		seq: spec.seq,
		id: spec.id ?? uuid(store, spec.seq),
		actor: by.userId,
		name: spec.name ?? 'card.make',
		args: spec.args ?? { cardId: cardId(spec.seq), desk: by.scopes[0]!.slice(5), title: 't' },
		baseVersions: spec.base === undefined ? {} : { [`cards/${cardId(1)}`]: spec.base },
		dependsOn: spec.dependsOn ?? [],
		at: spec.at ?? NOW
	};
}

function aPush(store: number, intents: unknown[], change: Partial<PushRequest> = {}): PushRequest {
	return {
		protocol: PROTOCOL,
		schemaVersion: 1,
		appVersion: 'test',
		epoch: null,
		deviceId: uuid(store, 900),
		storeId: uuid(store, 901),
		deviceNow: NOW,
		pending: intents.length,
		highestSeq: intents.length,
		withheld: [],
		held: [],
		intents,
		...change
	};
}

export function serverStoreContract(
	name: string,
	open: (model: Model) => { store: ServerStore; reopen?: () => ServerStore }
) {
	const fresh = () => open(cardModel).store;

	const pull = (
		store: ServerStore,
		caller: Caller,
		cursor: Cursor | null = null,
		pageRows = 100,
		storeNumber = 1
	) =>
		store.pullPage(
			{
				protocol: PROTOCOL,
				schemaVersion: 1,
				storeId: uuid(storeNumber, 901),
				scope: caller.scopes[0]!,
				cursor
			},
			caller,
			{ pageRows, serverNow: NOW }
		);

	const edit = (field: string, value: string): Fields => ({
		cardId: cardId(1),
		field,
		value,
		settles: []
	});

	describe(`server store: ${name}`, () => {
		it('answers each intent in order and shows its effect to the desk and to the city', async () => {
			const store = fresh();
			const push = aPush(1, [anIntent(ada, 1, { seq: 1 }), anIntent(ada, 1, { seq: 2 })]);
			const answer = await store.applyPush(push, ada, NOW);
			expect(answer.outcomes).toEqual([
				{ id: uuid(1, 1), seq: 1, outcome: 'accepted' },
				{ id: uuid(1, 2), seq: 2, outcome: 'accepted' }
			]);
			for (const caller of [ada, manager]) {
				const page = await pull(store, caller);
				expect(page.rows.map((row) => row.key)).toEqual([cardId(1), cardId(2)]);
				expect(page).toMatchObject({ more: false, confirmedSeq: 2, resnapshot: true });
			}
			expect((await pull(store, sam)).rows).toEqual([]);
		});

		it('gives a repeated push its first answer and changes nothing', async () => {
			const store = fresh();
			const push = aPush(1, [anIntent(ada, 1, { seq: 1 })]);
			const first = await store.applyPush(push, ada, NOW);
			const before = await pull(store, manager);
			expect(await store.applyPush(push, ada, NOW)).toEqual(first);
			expect(await pull(store, manager)).toEqual(before);
		});

		it('pages through a feed without losing or repeating a row while others write', async () => {
			const store = fresh();
			const many = [1, 2, 3, 4, 5].map((seq) => anIntent(ada, 1, { seq }));
			await store.applyPush(aPush(1, many), ada, NOW);
			const first = await pull(store, ada, null, 2);
			expect(first).toMatchObject({ more: true, checksum: null });
			const change = anIntent(ada, 1, { seq: 6, name: 'card.edit', args: edit('title', 'x') });
			await store.applyPush(aPush(1, [change]), ada, NOW);
			const keys = first.rows.map((row) => row.key);
			let page = first;
			while (page.more) {
				page = await pull(store, ada, page.cursor, 2);
				expect(page.resnapshot).toBe(false);
				keys.push(...page.rows.map((row) => row.key));
			}
			expect(keys).toEqual([1, 2, 3, 4, 5, 1].map(cardId));
			expect(page.checksum).toBe((await pull(store, ada)).checksum);
		});

		it('starts a new snapshot for a cursor of another epoch', async () => {
			const store = fresh();
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const { cursor } = await pull(store, ada);
			const again = await pull(store, ada, { ...cursor, epoch: 'another' });
			expect(again.resnapshot).toBe(true);
			expect(again.rows).toHaveLength(1);
		});

		it('lets the other records through around a broken one, and keeps the broken one whole', async () => {
			const store = fresh();
			const broken = { id: uuid(1, 2), seq: 2, something: 'else' };
			const push = aPush(1, [anIntent(ada, 1, { seq: 1 }), broken, anIntent(ada, 1, { seq: 3 })]);
			const { outcomes } = await store.applyPush(push, ada, NOW);
			expect(outcomes.map((outcome) => outcome.outcome)).toEqual([
				'accepted',
				'quarantined',
				'accepted'
			]);
			const replay = await store.applyPush(push, ada, NOW);
			expect(replay.outcomes[1]).toMatchObject({ id: uuid(1, 2), outcome: 'quarantined' });
		});

		it.each([
			['an unknown intent', { name: 'card.burn' }, {}],
			['arguments it cannot read', { args: { cardId: 7 } }, {}],
			['a record from a future app', {}, { schemaVersion: 99 }]
		])('quarantines %s', async (_what, spec, change) => {
			const store = fresh();
			const push = aPush(1, [anIntent(ada, 1, { seq: 1, ...spec })], change);
			expect((await store.applyPush(push, ada, NOW)).outcomes).toMatchObject([
				{ outcome: 'quarantined' }
			]);
		});

		it('quarantines what speaks in another person’s name', async () => {
			const store = fresh();
			const push = aPush(1, [
				anIntent(manager, 1, { seq: 1, args: { cardId: cardId(1), desk: 'north', title: 't' } })
			]);
			expect((await store.applyPush(push, ada, NOW)).outcomes).toMatchObject([
				{ outcome: 'quarantined', reason: 'actor-mismatch' }
			]);
			expect((await pull(store, manager)).rows).toEqual([]);
		});

		it('rejects what the caller may not do to another desk’s record', async () => {
			const store = fresh();
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const foreign = anIntent(sam, 2, { seq: 1, name: 'card.edit', args: edit('title', 'mine') });
			const { outcomes } = await store.applyPush(aPush(2, [foreign]), sam, NOW);
			expect(outcomes).toMatchObject([{ outcome: 'rejected', reason: 'not-your-desk' }]);
			expect((await pull(store, ada)).rows[0]?.fields.title).toBe('t');
		});

		it('rejects an impossible step, and blocks what stands on it', async () => {
			const store = fresh();
			const move = { cardId: cardId(1), from: 'closed', to: 'open' };
			const push = aPush(1, [
				anIntent(ada, 1, { seq: 1 }),
				anIntent(ada, 1, { seq: 2, name: 'card.move', args: move }),
				anIntent(ada, 1, {
					seq: 3,
					name: 'card.note',
					args: { cardId: cardId(1), text: 'moved' },
					dependsOn: [uuid(1, 2)]
				})
			]);
			expect((await store.applyPush(push, ada, NOW)).outcomes).toMatchObject([
				{ outcome: 'accepted' },
				{ outcome: 'rejected', reason: 'not-there' },
				{ outcome: 'blocked' }
			]);
		});

		it('holds what came before its row, applies it when the row comes, and says so when asked', async () => {
			const store = fresh();
			// Its author had seen the row, on a server that has lost it since.
			const early = anIntent(ada, 1, {
				seq: 1,
				name: 'card.edit',
				args: edit('title', 'early'),
				base: 1
			});
			const held = await store.applyPush(aPush(1, [early]), ada, NOW);
			expect(held.outcomes).toMatchObject([{ outcome: 'held' }]);
			const make = anIntent(ada, 2, {
				seq: 1,
				args: { cardId: cardId(1), desk: 'north', title: 'late' }
			});
			await store.applyPush(aPush(2, [make]), ada, NOW);
			expect((await pull(store, ada)).rows[0]?.fields.title).toBe('early');
			const asked = await store.applyPush(aPush(1, [], { held: [uuid(1, 1)] }), ada, NOW);
			expect(asked.late).toMatchObject([{ id: uuid(1, 1), outcome: 'accepted' }]);
		});

		it('keeps both values when two people changed one field unseen', async () => {
			const store = fresh();
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const one = anIntent(ada, 1, {
				seq: 2,
				name: 'card.edit',
				args: edit('title', 'a'),
				base: 1
			});
			await store.applyPush(aPush(1, [one]), ada, NOW);
			const two = anIntent(manager, 3, {
				seq: 1,
				name: 'card.edit',
				args: edit('title', 'b'),
				base: 1
			});
			const answer = await store.applyPush(aPush(3, [two]), manager, NOW);
			expect(answer.outcomes).toMatchObject([{ outcome: 'accepted', flags: ['conflict'] }]);
			const [row] = (await pull(store, ada)).rows;
			expect(row?.fields.title).toBe('a');
			expect(row?.conflicts).toMatchObject([{ field: 'title', value: 'b', actorName: 'MANAGER' }]);
		});

		it('names the numbers a store has lost, until they come', async () => {
			const store = fresh();
			const gap = await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 4 })]), ada, NOW);
			expect(gap.missing).toEqual([1, 2, 3]);
			const late = await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 2 })]), ada, NOW);
			expect(late.missing).toEqual([1, 3]);
			const kept = aPush(1, [], { withheld: [1] });
			expect((await store.applyPush(kept, ada, NOW)).missing).toEqual([3]);
		});

		it('accepts a record from a tablet a year off, and reckons when it happened', async () => {
			const store = fresh();
			const year = 365 * 24 * 3_600_000;
			const note = { cardId: cardId(1), text: 'x' };
			const push = aPush(
				1,
				[
					anIntent(ada, 1, { seq: 1, at: NOW + year }),
					anIntent(ada, 1, { seq: 2, name: 'card.note', args: note, at: NOW + year })
				],
				{ deviceNow: NOW + year + 60_000 }
			);
			expect((await store.applyPush(push, ada, NOW)).outcomes).toMatchObject([
				{ outcome: 'accepted', flags: ['clock'] },
				{ outcome: 'accepted', flags: ['clock'] }
			]);
		});

		it('keeps everything when it is opened anew', async () => {
			const { store, reopen } = open(cardModel);
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const before = await pull(store, manager);
			const again = reopen ? reopen() : store;
			expect(await pull(again, manager)).toEqual(before);
			expect(await again.epoch()).toBe(before.epoch);
		});
	});
}
