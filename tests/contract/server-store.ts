/**
 * What every server store must do, whatever it is made of. An adapter's own test file calls `serverStoreContract` with a
 * way to make a fresh store, and a way to open another on the same data where it keeps data.
 */
import { describe, expect, it } from 'vitest';
import type { Caller, ServerModel } from '../../sync/merge/model.ts';
import type { Fields } from '../../sync/protocol/json.ts';
import type { Cursor } from '../../sync/protocol/pull.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { ForeignStoreError } from '../../sync/server/decide-push.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import type { TabletSender } from '../../sync/server/sender.ts';
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
	supersedes?: string;
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
		...(spec.supersedes && { supersedes: spec.supersedes }),
		at: spec.at ?? NOW
	};
}

function aPush(store: number, intents: unknown[], change: Partial<PushRequest> = {}): PushRequest {
	return {
		protocol: PROTOCOL,
		schemaVersion: 1,
		appVersion: 'test',
		sessions: [],
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
	open: (model: ServerModel) => { store: ServerStore; reopen?: () => ServerStore }
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

		it('never answers an intent with what became of somebody else’s under the same id', async () => {
			const store = fresh();
			const id = uuid(9, 9);
			const theirs = anIntent(sam, 2, { seq: 1, id });
			expect((await store.applyPush(aPush(2, [theirs]), sam, NOW)).outcomes[0]).toMatchObject({
				outcome: 'accepted'
			});
			const args = { cardId: cardId(7), desk: 'north', title: 'mine' };
			const mine = anIntent(ada, 1, { seq: 1, id, args });
			const note = { cardId: cardId(7), text: 'of mine' };
			const onIt = anIntent(ada, 1, { seq: 2, name: 'card.note', args: note, dependsOn: [id] });
			const push = aPush(1, [mine, onIt]);
			const { outcomes, missing } = await store.applyPush(push, ada, NOW);
			expect(outcomes).toMatchObject([
				{ id, outcome: 'rejected', reason: 'id-taken' },
				{ outcome: 'blocked' }
			]);
			expect(missing).toEqual([]);
			expect((await pull(store, ada)).rows).toEqual([]);
			// Under an id of its own it goes.
			const anew = anIntent(ada, 1, { seq: 3, args, supersedes: id });
			const again = await store.applyPush(aPush(1, [anew]), ada, NOW);
			expect(again.outcomes[0]).toMatchObject({ outcome: 'accepted' });
			expect((await pull(store, ada)).rows.map((row) => row.key)).toEqual([cardId(7)]);
		});

		it('never answers with one’s own earlier word about something else', async () => {
			const store = fresh();
			const first = anIntent(ada, 1, { seq: 1 });
			await store.applyPush(aPush(1, [first]), ada, NOW);
			const args = { cardId: cardId(7), desk: 'north', title: 'other' };
			const second = anIntent(ada, 1, { seq: 2, id: first.id as string, args });
			const { outcomes } = await store.applyPush(aPush(1, [second]), ada, NOW);
			expect(outcomes[0]).toMatchObject({ outcome: 'rejected', reason: 'id-taken' });
		});

		it('keeps what cannot be read beside what somebody else has sent under its id', async () => {
			const store = fresh();
			const id = uuid(9, 9);
			await store.applyPush(aPush(2, [{ id, seq: 1, actor: 'sam', junk: 'sam' }]), sam, NOW);
			const unread = { id, seq: 1, actor: 'ada', junk: 'ada' };
			for (const _time of ['once', 'and again']) {
				const { outcomes } = await store.applyPush(aPush(1, [unread]), ada, NOW);
				expect(outcomes[0]).toMatchObject({ id, outcome: 'quarantined' });
			}
			const { items } = await store.listQuarantine('waiting', 10);
			const bodies = await Promise.all(
				items.map(async (item) => (await store.readQuarantined(item.id))?.body ?? '')
			);
			expect(bodies.map((body) => JSON.parse(body).junk).sort()).toEqual(['ada', 'sam']);
		});

		it('accepts nothing out of quarantine for what became of somebody else’s under the same id', async () => {
			const store = fresh();
			const id = uuid(9, 9);
			await store.applyPush(aPush(2, [anIntent(sam, 2, { seq: 1, id })]), sam, NOW);
			const args = { cardId: cardId(7), desk: 'north', title: 'mine' };
			const tablet: TabletSender = {
				userId: 'device:t',
				authors: new Map([['ada', ada]]),
				verdicts: new Map([[0, { kind: 'doubtful', reason: 'revoked' }]]),
				sessions: []
			};
			const push = aPush(1, [anIntent(ada, 1, { seq: 1, id, args })]);
			expect((await store.applyPush(push, tablet, NOW)).outcomes[0]).toMatchObject({
				outcome: 'quarantined'
			});
			const [item] = (await store.listQuarantine('waiting', 10)).items;
			expect(await store.acceptQuarantined(item!.id, ada, { by: 'admin', at: NOW })).toEqual({
				ok: false,
				error: { kind: 'still-unreadable', reason: 'id-taken' }
			});
			expect((await store.listQuarantine('waiting', 10)).total).toBe(1);
		});

		it('takes what can be read in the place of what was spoilt under its id', async () => {
			const store = fresh();
			const whole = anIntent(ada, 1, { seq: 1 });
			await store.applyPush(aPush(1, [{ ...whole, args: 'spoilt' }]), ada, NOW);
			const { outcomes } = await store.applyPush(aPush(1, [whole]), ada, NOW);
			expect(outcomes[0]).toMatchObject({ outcome: 'accepted' });
			expect((await store.listQuarantine('waiting', 10)).total).toBe(0);
		});

		it('takes nothing for the store of somebody else', async () => {
			const store = fresh();
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const idle = aPush(1, [], { deviceId: uuid(2, 900), pending: 0, highestSeq: 5000 });
			await expect(store.applyPush(idle, sam, NOW)).rejects.toThrow(ForeignStoreError);
			const { missing } = await store.applyPush(aPush(1, [], { pending: 1 }), ada, NOW);
			expect(missing).toEqual([]);
		});

		it('gives a tablet its own store, whatever a person has said of it before', async () => {
			const store = fresh();
			const tablet: TabletSender = {
				userId: 'device:t',
				authors: new Map([['ada', ada]]),
				verdicts: new Map(),
				sessions: []
			};
			await store.applyPush(aPush(1, [], { pending: 0, highestSeq: 5000 }), sam, NOW);
			const push = aPush(1, [anIntent(ada, 1, { seq: 1 })]);
			const { outcomes, missing } = await store.applyPush(push, tablet, NOW);
			expect(outcomes[0]).toMatchObject({ outcome: 'accepted' });
			expect(missing).toEqual([]);
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
			expect(replay.outcomes[1]).toEqual(outcomes[1]);
		});

		it('keeps a record nested deeper than any can be, and lets the others through', async () => {
			const store = fresh();
			let deep: Fields = {};
			for (let depth = 0; depth < 20_000; depth += 1) deep = { deep };
			const push = aPush(1, [
				anIntent(ada, 1, { seq: 1, args: deep }),
				anIntent(ada, 1, { seq: 2 })
			]);
			expect((await store.applyPush(push, ada, NOW)).outcomes).toMatchObject([
				{ outcome: 'quarantined', reason: 'too-deep' },
				{ outcome: 'accepted' }
			]);
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

		describe('from a tablet, of whatever anybody wrote on it', () => {
			const tablet = (change: Partial<TabletSender> = {}): TabletSender => ({
				userId: 'device:1',
				authors: new Map([ada, sam].map((author) => [author.userId, author])),
				verdicts: new Map(),
				sessions: [],
				...change
			});

			it('takes each intent in its author’s name and with its author’s rights', async () => {
				const store = fresh();
				const push = aPush(1, [
					anIntent(ada, 1, { seq: 1 }),
					anIntent(sam, 1, { seq: 2 }),
					anIntent(sam, 1, {
						seq: 3,
						name: 'card.note',
						args: { cardId: cardId(1), text: 'not my desk' }
					}),
					anIntent(manager, 1, { seq: 4 })
				]);
				const answer = await store.applyPush(push, tablet({ sessions: ['kept'] }), NOW);
				expect(answer.sessions).toEqual(['kept']);
				expect(answer.outcomes).toMatchObject([
					{ outcome: 'accepted' },
					{ outcome: 'accepted' },
					{ outcome: 'rejected' },
					{ outcome: 'quarantined', reason: 'actor-mismatch' }
				]);
				expect((await pull(store, ada)).rows.map((row) => row.key)).toEqual([cardId(1)]);
				expect((await pull(store, sam)).rows.map((row) => row.key)).toEqual([cardId(2)]);
			});

			it('keeps nothing of what it could not open, nor of what stands on it, and takes it once it opens', async () => {
				const store = fresh();
				const make = anIntent(ada, 1, { seq: 1 });
				const note = anIntent(ada, 1, {
					seq: 2,
					name: 'card.note',
					args: { cardId: cardId(1), text: 'a' },
					dependsOn: [uuid(1, 1)]
				});
				const sealed = { v: 1, seq: 1, id: uuid(1, 1), actor: 'ada', sealed: 'x' };
				const verdicts = new Map([[0, { kind: 'unopened' as const, reason: 'no-session' }]]);
				const push = aPush(1, [sealed, note, anIntent(sam, 1, { seq: 3 })]);
				const first = await store.applyPush(push, tablet({ verdicts }), NOW);
				expect(first.outcomes).toEqual([
					{ id: uuid(1, 1), seq: 1, outcome: 'unopened', reason: 'no-session' },
					{ id: uuid(1, 2), seq: 2, outcome: 'unopened', reason: 'depends-on-unopened' },
					{ id: uuid(1, 3), seq: 3, outcome: 'accepted' }
				]);
				// The server does not have them, and says so.
				expect(first.missing).toEqual([1, 2]);
				expect((await store.listQuarantine('waiting', 10)).total).toBe(0);
				const again = await store.applyPush(aPush(1, [make, note]), tablet(), NOW);
				expect(again.outcomes).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
				expect(again.missing).toEqual([]);
			});

			it('answers what was taken before as before, also when it no longer opens', async () => {
				const store = fresh();
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), tablet(), NOW);
				const verdicts = new Map([[0, { kind: 'unopened' as const, reason: 'damaged' }]]);
				const sealed = { v: 1, seq: 1, id: uuid(1, 1), actor: 'ada', sealed: 'x' };
				const { outcomes } = await store.applyPush(aPush(1, [sealed]), tablet({ verdicts }), NOW);
				expect(outcomes).toEqual([{ id: uuid(1, 1), seq: 1, outcome: 'accepted' }]);
			});

			it('keeps what opened and is not to be believed in quarantine under its author, to be accepted', async () => {
				const store = fresh();
				const verdicts = new Map([[0, { kind: 'doubtful' as const, reason: 'device-revoked' }]]);
				const push = aPush(1, [anIntent(ada, 1, { seq: 1 })]);
				const { outcomes } = await store.applyPush(push, tablet({ verdicts }), NOW);
				expect(outcomes).toMatchObject([{ outcome: 'quarantined', reason: 'device-revoked' }]);
				expect((await pull(store, ada)).rows).toEqual([]);
				const { items } = await store.listQuarantine('waiting', 10);
				expect(items).toMatchObject([{ id: uuid(1, 1), actor: 'ada', reason: 'device-revoked' }]);
				const by = { by: 'admin', at: NOW };
				expect(await store.acceptQuarantined(uuid(1, 1), ada, by)).toMatchObject({ ok: true });
				expect((await pull(store, ada)).rows).toHaveLength(1);
			});

			it('keeps what the tablet itself wrote and is not to be believed, to be accepted as the tablet’s alone', async () => {
				const store = fresh();
				const itself = { userId: 'device:1', name: 'Banco 1', role: 'clerk', scopes: ada.scopes };
				const verdicts = new Map([[0, { kind: 'doubtful' as const, reason: 'device-revoked' }]]);
				const push = aPush(1, [anIntent(itself, 1, { seq: 1 })]);
				await store.applyPush(push, tablet({ verdicts }), NOW);
				const by = { by: 'admin', at: NOW };
				expect(await store.acceptQuarantined(uuid(1, 1), ada, by)).toEqual({
					ok: false,
					error: { kind: 'not-the-author' }
				});
				expect(await store.acceptQuarantined(uuid(1, 1), itself, by)).toMatchObject({
					ok: true,
					outcome: { outcome: 'accepted' }
				});
				expect((await pull(store, ada)).rows).toHaveLength(1);
			});
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

		it('names what a store has numbered and lost since, once nothing is left to send', async () => {
			const store = fresh();
			const first = aPush(1, [anIntent(ada, 1, { seq: 1 })], { pending: 2, highestSeq: 5 });
			expect((await store.applyPush(first, ada, NOW)).missing).toEqual([]);
			const all = aPush(1, [], { highestSeq: 5, withheld: [4] });
			expect((await store.applyPush(all, ada, NOW)).missing).toEqual([2, 3, 5]);
			const late = aPush(1, [anIntent(ada, 1, { seq: 3 })], { withheld: [4] });
			expect((await store.applyPush(late, ada, NOW)).missing).toEqual([2, 5]);
		});

		it('misses what a store has kept back once it is no longer there', async () => {
			const store = fresh();
			const push = aPush(1, [anIntent(ada, 1, { seq: 1 })], { highestSeq: 3, withheld: [2, 3] });
			await store.applyPush(push, ada, NOW);
			const kept = aPush(1, [], { highestSeq: 3, withheld: [2, 3] });
			expect((await store.applyPush(kept, ada, NOW)).missing).toEqual([]);
			const gone = await store.applyPush(aPush(1, [], { highestSeq: 3 }), ada, NOW);
			expect(gone.missing).toEqual([2, 3]);
		});

		// Seen to fail: a server that takes no second id under one number for a copy; the later value took the other's place.
		it('keeps the records of both when a tablet was copied, and both values where they differ', async () => {
			const store = fresh();
			const title = (value: string) => ({ name: 'card.edit', args: edit('title', value), base: 1 });
			await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
			const original = [
				anIntent(ada, 1, { seq: 2, ...title('a') }),
				anIntent(ada, 1, { seq: 3, args: { cardId: cardId(3), desk: 'north', title: 'mine' } })
			];
			// The same tablet and store, the same numbers, and ids of its own.
			const copy = [
				anIntent(ada, 1, { seq: 2, id: uuid(7, 2), ...title('b') }),
				anIntent(ada, 1, {
					...{ seq: 3, id: uuid(7, 3) },
					args: { cardId: cardId(4), desk: 'north', title: 'of the copy' }
				})
			];
			for (const intents of [original, copy]) {
				const answer = await store.applyPush(aPush(1, intents), ada, NOW);
				expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
				expect(answer.missing).toEqual([]);
				// And once more, as after a lost answer.
				const again = await store.applyPush(aPush(1, intents), ada, NOW);
				expect(again.outcomes).toEqual(answer.outcomes);
			}
			const { rows } = await pull(store, ada);
			expect(rows.map(({ key }) => key).sort()).toEqual([cardId(1), cardId(3), cardId(4)]);
			const disputed = rows.find(({ key }) => key === cardId(1));
			expect(disputed?.fields.title).toBe('a');
			expect(disputed?.conflicts).toMatchObject([{ field: 'title', value: 'b' }]);
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

		describe('when a card is erased', () => {
			const CARD = { collection: 'cards', key: cardId(1) };
			const note = (seq: number, text = 'spoke with them') =>
				anIntent(ada, 1, { seq, name: 'card.note', args: { cardId: cardId(1), text } });
			const part = (seq: number, card: number) => {
				const args = { cardId: cardId(card), desk: 'north', title: 'part', partOf: cardId(1) };
				return anIntent(ada, 1, { seq, args });
			};

			/** A card with a note and a part, and a card that has nothing to do with it. */
			async function aStoreWithCards() {
				const opened = open(cardModel);
				const other = anIntent(ada, 1, { seq: 4, args: { ...anotherCard } });
				const push = aPush(1, [anIntent(ada, 1, { seq: 1 }), note(2), part(3, 3), other]);
				await opened.store.applyPush(push, ada, NOW);
				return { ...opened, push };
			}
			const anotherCard = { cardId: cardId(2), desk: 'north', title: 'other' };

			it('takes with it all that belongs to it, from every scope, and nothing else', async () => {
				const { store } = await aStoreWithCards();
				const before = new Map<Caller, Cursor>();
				for (const caller of [ada, manager]) before.set(caller, (await pull(store, caller)).cursor);
				expect(await store.erase([CARD])).toEqual({ rows: 3, intents: 3 });
				for (const caller of [ada, manager]) {
					const page = await pull(store, caller, before.get(caller));
					expect(page).toMatchObject({ rows: [], resnapshot: false, more: false });
					expect(page.gone.map((ref) => ref.key).sort()).toEqual(
						[cardId(1), cardId(3), uuid(1, 2)].sort()
					);
					const anew = await pull(store, caller);
					expect(anew.rows.map((row) => row.key)).toEqual([cardId(2)]);
					expect(anew.checksum).toBe(page.checksum);
				}
			});

			it('tells the store which of its own messages said it, and no other store', async () => {
				const { store } = await aStoreWithCards();
				expect((await pull(store, ada)).erased).toEqual([]);
				await store.erase([CARD]);
				const ids = [uuid(1, 1), uuid(1, 2), uuid(1, 3)];
				expect((await pull(store, ada)).erased?.toSorted()).toEqual(ids);
				expect((await pull(store, ada, null, 100, 2)).erased).toEqual([]);
			});

			it('answers a resend as erased, whether it makes the row or adds to it', async () => {
				const { store, push } = await aStoreWithCards();
				await store.erase([CARD]);
				const outcomes = async (sent: PushRequest) =>
					(await store.applyPush(sent, ada, NOW)).outcomes.map((each) => each.outcome);
				expect(await outcomes(push)).toEqual(['erased', 'erased', 'erased', 'accepted']);
				// From a tablet that had not sent it yet.
				const edited = anIntent(ada, 2, {
					seq: 1,
					name: 'card.edit',
					args: edit('title', 'late')
				});
				const made = anIntent(ada, 2, { seq: 2, args: { ...anotherCard, cardId: cardId(1) } });
				expect(await outcomes(aPush(2, [edited, made]))).toEqual(['erased', 'erased']);
				expect((await pull(store, manager)).rows.map((row) => row.key)).toEqual([cardId(2)]);
			});

			it('lets no new row come to be that would belong to it, nor what was waiting for that row', async () => {
				const { store } = await aStoreWithCards();
				const early = { cardId: cardId(9), text: 'before its row' };
				const waiting = anIntent(ada, 2, { seq: 1, name: 'card.note', args: early });
				await store.applyPush(aPush(2, [waiting]), ada, NOW);
				await store.erase([CARD]);
				const late = await store.applyPush(aPush(1, [part(5, 9)]), ada, NOW);
				expect(late.outcomes).toMatchObject([{ outcome: 'erased' }]);
				const asked = aPush(2, [], { held: [uuid(2, 1)] });
				expect((await store.applyPush(asked, ada, NOW)).late).toMatchObject([
					{ id: uuid(2, 1), outcome: 'erased' }
				]);
				const after = { cardId: cardId(9), text: 'after it' };
				const again = anIntent(ada, 2, { seq: 2, name: 'card.note', args: after });
				expect((await store.applyPush(aPush(2, [again]), ada, NOW)).outcomes).toMatchObject([
					{ outcome: 'erased' }
				]);
			});

			it('forgets what was held for it and answers its author so', async () => {
				const store = fresh();
				await store.applyPush(aPush(1, [note(1)]), ada, NOW);
				await store.erase([CARD]);
				const asked = aPush(1, [], { held: [uuid(1, 1)] });
				expect((await store.applyPush(asked, ada, NOW)).late).toEqual([
					{ id: uuid(1, 1), seq: 1, outcome: 'erased' }
				]);
			});

			it('empties what is in quarantine about it, and takes no more of it', async () => {
				const { store } = await aStoreWithCards();
				const unknown = (seq: number) =>
					anIntent(ada, 1, { seq, name: 'card.fold', args: { deep: [{ card: cardId(1) }] } });
				await store.applyPush(aPush(1, [unknown(5)]), ada, NOW);
				expect(await store.erase([CARD])).toMatchObject({ intents: 4 });
				const { outcomes } = await store.applyPush(aPush(1, [unknown(5), unknown(6)]), ada, NOW);
				expect(outcomes.map((each) => each.outcome)).toEqual(['erased', 'erased']);
			});

			describe('and what stands on it comes from a tablet that is not to be believed', () => {
				const about = (seq: number, card: number) => {
					const args = { cardId: cardId(card), text: 'about the part' };
					return anIntent(ada, 1, { seq, name: 'card.note', args });
				};
				const doubtful = (count: number): TabletSender => ({
					userId: 'device:t',
					authors: new Map([['ada', ada]]),
					verdicts: new Map(
						Array.from({ length: count }, (_, index) => [
							index,
							{ kind: 'doubtful', reason: 'device-revoked' }
						])
					),
					sessions: []
				});

				it('keeps nothing of a part that comes later, nor of what was written about the part', async () => {
					const { store } = await aStoreWithCards();
					await store.erase([CARD]);
					const push = aPush(1, [part(5, 9), about(6, 9)]);
					const { outcomes } = await store.applyPush(push, doubtful(2), NOW);
					expect(outcomes).toMatchObject([{ outcome: 'erased' }, { outcome: 'erased' }]);
					const later = await store.applyPush(aPush(1, [about(7, 9)]), doubtful(1), NOW);
					expect(later.outcomes).toMatchObject([{ outcome: 'erased' }]);
					expect((await store.listQuarantine('waiting', 10)).total).toBe(0);
				});

				it('empties a part that waits for the administrator, and what was written about the part', async () => {
					const { store } = await aStoreWithCards();
					await store.applyPush(aPush(1, [part(5, 9), about(6, 9)]), doubtful(2), NOW);
					expect((await store.listQuarantine('waiting', 10)).total).toBe(2);
					expect(await store.erase([CARD])).toMatchObject({ rows: 3, intents: 5 });
					expect((await store.listQuarantine('waiting', 10)).total).toBe(0);
				});
			});

			it('empties what was refused about it', async () => {
				const store = fresh();
				const refused = anIntent(sam, 2, {
					seq: 1,
					args: { cardId: cardId(5), desk: 'north', title: 'not mine', partOf: cardId(1) }
				});
				await store.applyPush(aPush(2, [refused]), sam, NOW);
				expect(await store.erase([CARD])).toEqual({ rows: 0, intents: 1 });
				const later = { ...refused, id: uuid(2, 2), seq: 2 };
				const again = await store.applyPush(aPush(2, [refused, later]), sam, NOW);
				expect(again.outcomes).toMatchObject([{ outcome: 'erased' }, { outcome: 'erased' }]);
			});

			it('empties what another card said about it once, and what waits beside its field', async () => {
				const { store } = await aStoreWithCards();
				const naming = (seq: number, by: Caller, number: number, value: string) => {
					const args = { cardId: cardId(2), field: 'title', value, settles: [] };
					const intent = anIntent(by, number, { seq, name: 'card.edit', args });
					return store.applyPush(aPush(number, [intent]), by, NOW);
				};
				await naming(5, ada, 1, cardId(1));
				await naming(6, ada, 1, 'other');
				await naming(1, manager, 3, cardId(1));
				const { cursor, rows } = await pull(store, ada);
				expect(rows.find(({ key }) => key === cardId(2))?.conflicts).toHaveLength(1);
				// Three of its own, and the two that named it.
				expect(await store.erase([CARD])).toEqual({ rows: 3, intents: 5 });
				const page = await pull(store, ada, cursor);
				expect(page.rows).toMatchObject([{ key: cardId(2), fields: { title: 'other' } }]);
				expect(page.rows[0]?.conflicts).toBeUndefined();
				expect(page.checksum).toBe((await pull(store, ada)).checksum);
				const late = await naming(2, manager, 3, cardId(1));
				expect(late.outcomes).toMatchObject([{ outcome: 'erased' }]);
			});

			it('is named by nothing that is kept of what comes after it', async () => {
				const { store } = await aStoreWithCards();
				await store.erase([CARD]);
				const args = { cardId: cardId(2), field: 'title', value: cardId(1), settles: [] };
				const late = aPush(1, [anIntent(ada, 1, { seq: 5, name: 'card.edit', args })]);
				const { outcomes } = await store.applyPush(late, ada, NOW);
				expect(outcomes).toMatchObject([{ outcome: 'accepted' }]);
				expect(await store.erase([CARD])).toEqual({ rows: 0, intents: 0 });
			});

			it('is the same when done twice, and holds when the store is opened anew', async () => {
				const { store, reopen, push } = await aStoreWithCards();
				await store.erase([CARD]);
				const before = await pull(store, manager);
				expect(await store.erase([CARD])).toEqual({ rows: 0, intents: 0 });
				const again = reopen ? reopen() : store;
				expect(await pull(again, manager)).toEqual(before);
				expect((await again.applyPush(push, ada, NOW)).outcomes[0]).toMatchObject({
					outcome: 'erased'
				});
			});
		});

		describe('what is in quarantine', () => {
			const DECISION = { by: 'root', at: NOW + 1000 };
			const broken = (seq: number) => ({ id: uuid(1, seq), seq, note: 'half a record' });
			/** A server that does not know notes yet, and the same server after an update. */
			function aServerBeforeAndAfter() {
				let isUpdated = false;
				const { 'card.note': _note, ...older } = cardModel.intents;
				const { store } = open({
					...cardModel,
					get intents() {
						return isUpdated ? cardModel.intents : older;
					}
				});
				return { store, update: () => (isUpdated = true) };
			}
			const note = (seq: number, dependsOn: string[] = []) =>
				anIntent(ada, 1, {
					seq,
					name: 'card.note',
					args: { cardId: cardId(1), text: 'from a newer tablet' },
					dependsOn,
					at: NOW - 5000
				});

			it('is listed oldest first with who sent it, from where and why, and read as it came', async () => {
				const store = fresh();
				await store.applyPush(aPush(1, [broken(2)]), ada, NOW + 5);
				await store.applyPush(aPush(2, [anIntent(sam, 2, { seq: 1, name: 'card.fly' })]), sam, NOW);
				const { items, total } = await store.listQuarantine('waiting', 10);
				expect(total).toBe(2);
				expect(items).toMatchObject([
					{ actor: 'sam', reason: 'unknown-intent', receivedAt: NOW, deviceId: uuid(2, 900) },
					{ actor: 'ada', reason: 'malformed', receivedAt: NOW + 5, seq: 2, state: 'waiting' }
				]);
				expect(JSON.stringify(items)).not.toContain('half a record');
				const entry = await store.readQuarantined(uuid(1, 2));
				expect(JSON.parse(entry?.body ?? '')).toEqual(broken(2));
				expect((await store.listQuarantine('waiting', 1)).items).toHaveLength(1);
				expect(await store.readQuarantined('nothing')).toBeUndefined();
			});

			it('is accepted after an update as its author wrote it, when they wrote it, and they are told', async () => {
				const { store, update } = aServerBeforeAndAfter();
				const push = aPush(1, [anIntent(ada, 1, { seq: 1 }), note(2)]);
				await store.applyPush(push, ada, NOW);
				const asking = aPush(1, [], { held: [uuid(1, 2)] });
				expect((await store.applyPush(asking, ada, NOW)).late).toEqual([]);
				update();
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toMatchObject({
					ok: true,
					outcome: { id: uuid(1, 2), outcome: 'accepted' }
				});
				const { rows } = await pull(store, manager);
				expect(rows.map((row) => row.collection).sort()).toEqual(['cards', 'notes']);
				expect((await store.applyPush(asking, ada, NOW)).late).toEqual([
					{ id: uuid(1, 2), seq: 2, outcome: 'accepted' }
				]);
				const again = await store.applyPush(push, ada, NOW);
				expect(again.outcomes.map((each) => each.outcome)).toEqual(['accepted', 'accepted']);
				expect(await store.readQuarantined(uuid(1, 2))).toMatchObject({
					state: 'decided',
					decidedBy: 'root',
					decidedAt: NOW + 1000
				});
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toEqual({
					ok: false,
					error: { kind: 'already-decided' }
				});
			});

			it('stays where it is when it still cannot be read, and says why', async () => {
				const store = fresh();
				await store.applyPush(aPush(1, [broken(1), note(2)], { schemaVersion: 99 }), ada, NOW);
				const reasons = { 1: 'malformed', 2: 'future-version' };
				for (const [seq, reason] of Object.entries(reasons)) {
					expect(await store.acceptQuarantined(uuid(1, Number(seq)), ada, DECISION)).toEqual({
						ok: false,
						error: { kind: 'still-unreadable', reason }
					});
				}
				expect((await store.listQuarantine('waiting', 10)).total).toBe(2);
			});

			it('is held like any other when its row is not there yet', async () => {
				const { store, update } = aServerBeforeAndAfter();
				await store.applyPush(aPush(1, [note(2)]), ada, NOW);
				update();
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toMatchObject({
					ok: true,
					outcome: { outcome: 'held' }
				});
				const asking = aPush(1, [], { held: [uuid(1, 2)] });
				// Its author still has it as one that waits for the administrator.
				expect((await store.applyPush(asking, ada, NOW)).late).toMatchObject([{ outcome: 'held' }]);
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
				expect((await store.applyPush(asking, ada, NOW)).late).toMatchObject([
					{ outcome: 'accepted' }
				]);
			});

			it('gives nobody rights that they do not have', async () => {
				const store = fresh();
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 })]), ada, NOW);
				const foreign = anIntent(ada, 2, { seq: 1, name: 'card.edit', args: edit('title', 'x') });
				await store.applyPush(aPush(2, [foreign]), sam, NOW);
				expect(await store.acceptQuarantined(uuid(2, 1), sam, DECISION)).toEqual({
					ok: false,
					error: { kind: 'not-the-author' }
				});
				const lessened = { ...ada, scopes: [] };
				expect(await store.acceptQuarantined(uuid(2, 1), lessened, DECISION)).toMatchObject({
					ok: true,
					outcome: { outcome: 'rejected', reason: 'not-your-desk' }
				});
				expect((await pull(store, ada)).rows[0]?.fields.title).toBe('t');
			});

			it('is put aside, marked and kept, and can still be accepted', async () => {
				const { store, update } = aServerBeforeAndAfter();
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 }), note(2)]), ada, NOW);
				expect(await store.setAsideQuarantined(uuid(1, 2), DECISION)).toEqual({ ok: true });
				expect((await store.listQuarantine('waiting', 10)).total).toBe(0);
				expect((await store.listQuarantine('set-aside', 10)).items).toMatchObject([
					{ id: uuid(1, 2), decidedBy: 'root' }
				]);
				update();
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toMatchObject({
					ok: true
				});
				expect(await store.setAsideQuarantined(uuid(1, 2), DECISION)).toEqual({
					ok: false,
					error: { kind: 'already-decided' }
				});
				expect(await store.setAsideQuarantined('nothing', DECISION)).toEqual({
					ok: false,
					error: { kind: 'unknown' }
				});
			});

			it('waits no longer once its author has sent it in a form that was taken', async () => {
				const { store, update } = aServerBeforeAndAfter();
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 }), note(2)]), ada, NOW);
				const correcting = { name: 'card.edit', args: edit('title', 'x'), supersedes: uuid(1, 2) };

				const bysam = anIntent(sam, 2, { seq: 1, ...correcting, name: 'card.note' });
				await store.applyPush(aPush(2, [bysam]), sam, NOW);
				const args = { cardId: cardId(3), desk: 'south', title: 'elsewhere' };
				const refused = anIntent(ada, 1, { seq: 3, args, supersedes: uuid(1, 2) });
				expect((await store.applyPush(aPush(1, [refused]), ada, NOW)).outcomes).toMatchObject([
					{ outcome: 'rejected' }
				]);
				expect(await store.readQuarantined(uuid(1, 2))).toMatchObject({ state: 'waiting' });

				const accepted = await store.applyPush(
					aPush(1, [anIntent(ada, 1, { seq: 4, ...correcting })]),
					ada,
					NOW
				);
				expect(accepted.outcomes).toMatchObject([{ outcome: 'accepted' }]);
				expect(await store.readQuarantined(uuid(1, 2))).toMatchObject({
					state: 'decided',
					decidedBy: 'ada'
				});
				update();
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toMatchObject({
					error: { kind: 'already-decided' }
				});
			});

			it('is not accepted once its card is erased', async () => {
				const { store, update } = aServerBeforeAndAfter();
				await store.applyPush(aPush(1, [anIntent(ada, 1, { seq: 1 }), note(2)]), ada, NOW);
				await store.erase([{ collection: 'cards', key: cardId(1) }]);
				update();
				expect(await store.readQuarantined(uuid(1, 2))).toMatchObject({
					state: 'erased',
					body: ''
				});
				expect(await store.acceptQuarantined(uuid(1, 2), ada, DECISION)).toMatchObject({
					error: { kind: 'already-decided' }
				});
			});
		});
	});
}
