/**
 * Vouchers on every server store: many desks spend one at once, out of order and more than once, and the server alone
 * decides. The seed of a run is printed: `VOUCHER_SEED=… npx vitest run tests/contract/vouchers.test.ts` plays it again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { migrateDatabase, openDatabase } from '../../db/connection.ts';
import { createErasedFile } from '../../db/erased-file.ts';
import { createSqliteServerStore } from '../../db/sync-store.ts';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import {
	balanceCents,
	type Fund,
	type Voucher,
	type VoucherEntry
} from '../../src/lib/domain/vouchers/voucher.ts';
import type { Caller, ServerModel } from '../../sync/merge/model.ts';
import type { Fields } from '../../sync/protocol/json.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import type { ServerStore } from '../../sync/server/port.ts';
import { aPersonIntent, aPushOf } from '../builders/pushes.ts';
import { personId } from '../builders/people.ts';
import { uuid } from '../builders/sync-world.ts';
import { aGrant, DURING, FUND_ID, terms } from '../builders/vouchers.ts';
import { createRandom } from '../sim/random.ts';

const model = serverModel as unknown as ServerModel;
const DESKS = ['cambonino', 'zaist', 'po', 'boschetto', 'centro'];
const chiara: Caller = { userId: 'chiara', name: 'Chiara V.', role: 'manager', scopes: ['city'] };
const operatorAt = (desk: string): Caller => ({
	userId: `op-${desk}`,
	name: desk,
	role: 'operator',
	scopes: [`desk:${desk}`]
});

const folder = mkdtempSync(join(tmpdir(), 'sportello-vouchers-'));
const closing: (() => void)[] = [];
let made = 0;
afterAll(() => {
	for (const close of closing) close();
	rmSync(folder, { recursive: true });
});

/** Each gives what answers pushes: of SQLite two processes' worth of connections to one file. */
const stores: { [name: string]: () => ServerStore[] } = {
	memory: () => [createMemoryServerStore(model, 'epoch')],
	SQLite() {
		made += 1;
		const file = join(folder, `${made}.sqlite`);
		return [1, 2].map(() => {
			const connection = openDatabase(file);
			closing.push(() => connection.close());
			migrateDatabase(connection, 'db/migrations', () => '');
			return createSqliteServerStore(
				connection,
				model,
				createErasedFile(join(folder, `${made}.txt`))
			);
		});
	}
};

/** A push in the name of this caller. */
function aPush(caller: Caller, ...of: Parameters<typeof aPushOf>): PushRequest {
	const push = aPushOf(...of);
	const intents = (push.intents as Fields[]).map((each) => ({ ...each, actor: caller.userId }));
	return { ...push, intents };
}

const OPENING = 1;
/** The id of the intent that grants, and so of the voucher. */
const VOUCHER = uuid(100 + OPENING, 2);
const HOLDER = personId(1);
const { validFrom: _from, validUntil: _until, ...words } = terms;
const opening = (amountCents: number) =>
	[
		['fund.open', { fundId: FUND_ID, details: { ...terms, budgetCents: 100_000 } }],
		['voucher.grant', aGrant({ amountCents, accessPointIds: DESKS, personId: HOLDER })]
	] as const;

async function cityRows(store: ServerStore) {
	const rows: { collection: string; fields: Fields }[] = [];
	for (let cursor = null, more = true; more;) {
		const request = { protocol: PROTOCOL, schemaVersion: serverModel.schemaVersion };
		const page = await store.pullPage(
			{ ...request, storeId: uuid(9, 9), scope: 'city', cursor },
			chiara,
			{ pageRows: 200, serverNow: DURING }
		);
		rows.push(...page.rows);
		({ cursor, more } = page as never);
	}
	const of = <Row>(collection: string) =>
		rows.filter((row) => row.collection === collection).map(({ fields }) => fields as Row);
	return {
		funds: of<Fund>('funds'),
		vouchers: of<Voucher>('vouchers'),
		lines: of<VoucherEntry>('voucherEntries')
	};
}

describe.each(Object.entries(stores))('vouchers on %s', (_name, open) => {
	it('never overdraws and always sums under 1,000 spends at once, out of order and repeated', async () => {
		const seed = process.env.VOUCHER_SEED ?? String(Date.now() % 1_000_000);
		console.log(`VOUCHER_SEED=${seed}`);
		const random = createRandom(seed);
		const servers = open();
		const anyServer = () => random.pick(servers);
		const amountCents = 20_000;
		await servers[0]!.applyPush(
			aPush(chiara, opening(amountCents), { store: OPENING }),
			chiara,
			DURING
		);

		// 50 tablets of five desks with 20 spends each, of a balance for about 200 of them.
		const written: { caller: Caller; request: PushRequest }[] = [];
		for (let tablet = 0; tablet < 50; tablet += 1) {
			const desk = DESKS[tablet % DESKS.length]!;
			const caller = operatorAt(desk);
			for (let seq = 1; seq <= 20;) {
				const size = Math.min(random.between(1, 6), 21 - seq);
				const spends = Array.from({ length: size }, () => [
					'voucher.spend',
					{
						voucherId: VOUCHER,
						accessPointId: desk,
						amountCents: random.between(1, 200),
						whatFor: 'Spesa'
					}
				]) as unknown as Parameters<typeof aPushOf>[0];
				const request = aPush(caller, spends, { store: 10 + tablet, firstSeq: seq });
				const times = random.chance(0.2) ? 2 : 1;
				for (let n = 0; n < times; n += 1) written.push({ caller, request });
				seq += size;
			}
		}
		const batches = random.shuffle(written);
		const first = new Map<string, string>();
		const answer = async ({ caller, request }: (typeof batches)[number]) => {
			const { outcomes } = await anyServer().applyPush(request, caller, DURING);
			for (const { id, outcome, reason } of outcomes) {
				const said = `${outcome} ${reason ?? ''}`.trim();
				// A replay gets its first answer, whatever the balance has come to.
				expect(first.get(id!) ?? said).toBe(said);
				first.set(id!, said);
			}
		};
		await Promise.all(batches.slice(0, 200).map(answer));
		for (const batch of batches.slice(200)) await answer(batch);
		await Promise.all(batches.filter(() => random.chance(0.1)).map(answer));

		expect(first.size).toBe(1000);
		const said = [...first.values()];
		const accepted = [...first].filter(([, answer]) => answer === 'accepted').map(([id]) => id);
		expect(new Set(said)).toEqual(new Set(['accepted', 'rejected voucher-balance-too-low']));
		for (const server of servers) {
			const { vouchers, lines, funds } = await cityRows(server);
			const [voucher] = vouchers;
			const spent = lines.filter(({ kind }) => kind === 'spent');
			// Exactly what was answered accepted stands in the ledger.
			expect(spent.map(({ id }) => id).sort()).toEqual(accepted.toSorted());
			const sum = lines.reduce((total, { cents }) => total + cents, 0);
			expect(balanceCents(voucher!)).toBe(sum);
			expect(sum).toBeGreaterThanOrEqual(0);
			// A spend of one cent is refused only when nothing is left.
			expect(sum).toBeLessThan(200);
			expect(funds).toMatchObject([{ grantedCents: amountCents }]);
		}
	});

	it('gives the last euro to one of two desks', async () => {
		const [server] = open();
		await server!.applyPush(aPush(chiara, opening(100), { store: OPENING }), chiara, DURING);
		const outcomes = [];
		for (const [n, desk] of ['cambonino', 'zaist'].entries()) {
			const spend = { voucherId: VOUCHER, accessPointId: desk, amountCents: 100, whatFor: 'Pane' };
			const caller = operatorAt(desk);
			const request = aPush(caller, [['voucher.spend', spend]], { store: 20 + n });
			outcomes.push(...(await server!.applyPush(request, caller, DURING)).outcomes);
		}
		expect(outcomes).toMatchObject([
			{ outcome: 'accepted' },
			{ outcome: 'rejected', reason: 'voucher-balance-too-low' }
		]);
	});

	it('takes a spend that comes before the grant it stands on', async () => {
		const [server] = open();
		const whole = aPush(chiara, opening(100), { store: OPENING });
		const [fund, grant] = whole.intents;
		await server!.applyPush({ ...whole, intents: [fund!] }, chiara, DURING);
		const caller = operatorAt('zaist');
		const spend = { voucherId: VOUCHER, accessPointId: 'zaist', amountCents: 60, whatFor: 'Pane' };
		const early = aPush(caller, [['voucher.spend', spend]], { store: 20 });
		expect((await server!.applyPush(early, caller, DURING)).outcomes).toMatchObject([
			{ outcome: 'held' }
		]);
		await server!.applyPush({ ...whole, intents: [grant!] }, chiara, DURING);
		expect((await cityRows(server!)).lines.map(({ cents }) => cents).sort()).toEqual([-60, 100]);
	});

	it('takes a spend, a grant and a fund that come in the wrong order after a restore', async () => {
		const [server] = open();
		const caller = operatorAt('zaist');
		const spend = { voucherId: VOUCHER, accessPointId: 'zaist', amountCents: 60, whatFor: 'Pane' };
		const spending = aPush(
			caller,
			[
				['voucher.spend', spend],
				['voucher.spend', spend]
			],
			{ store: 20 }
		);
		const said = await server!.applyPush(spending, caller, DURING);
		expect(said.outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
		const whole = aPush(chiara, opening(100), { store: OPENING });
		const [fund, grant] = whole.intents;
		const granted = await server!.applyPush({ ...whole, intents: [grant!] }, chiara, DURING);
		expect(granted.outcomes).toMatchObject([{ outcome: 'held' }]);
		await server!.applyPush({ ...whole, intents: [fund!] }, chiara, DURING);
		const { vouchers, lines } = await cityRows(server!);
		expect(lines.map(({ cents }) => cents).sort()).toEqual([-60, 100]);
		expect(balanceCents(vouchers[0]!)).toBe(40);
		const asked = { ...spending, intents: [], pending: 0, held: [uuid(120, 1), uuid(120, 2)] };
		expect((await server!.applyPush(asked, caller, DURING)).late).toMatchObject([
			{ outcome: 'accepted' },
			{ outcome: 'rejected', reason: 'voucher-balance-too-low' }
		]);
	});

	it('forgets vouchers and their ledger with their holder, and keeps what the fund has given', async () => {
		const [server] = open();
		const whole = [aPersonIntent({ id: HOLDER, name: 'Anna Esempio' }), ...opening(100)] as const;
		const request = aPush(chiara, whole, { store: OPENING });
		await server!.applyPush(request, chiara, DURING);
		expect((await cityRows(server!)).vouchers).toHaveLength(1);
		await server!.erase([{ collection: 'people', key: HOLDER }]);
		expect(await cityRows(server!)).toMatchObject({
			vouchers: [],
			lines: [],
			funds: [{ ...words, grantedCents: 100 }]
		});
		const again = aPush(chiara, [opening(100)[1]], { store: 30 });
		expect((await server!.applyPush(again, chiara, DURING)).outcomes).toMatchObject([
			{ outcome: 'erased' }
		]);
		const voucherId = uuid(130, 1);
		const spend = { voucherId, accessPointId: 'zaist', amountCents: 1, whatFor: 'Pane' };
		const caller = operatorAt('zaist');
		const late = aPush(caller, [['voucher.spend', spend]], { store: 31 });
		expect((await server!.applyPush(late, caller, DURING)).outcomes).toMatchObject([
			{ outcome: 'erased' }
		]);
	});
});
