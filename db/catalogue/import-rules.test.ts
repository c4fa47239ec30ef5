import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDatabase } from '../../tests/builders/database.ts';
import { aRule } from '../../tests/builders/rules.ts';
import type { Connection } from '../connection.ts';
import { importRules } from './import-rules.ts';
import { createRules, type Rules } from './rules.ts';

const TODAY = '2026-11-27';
const NEXT_YEAR = '2027-01-15';

let connection: Connection;
let rules: Rules;
beforeEach(() => {
	connection = aDatabase();
	rules = createRules(connection);
});
afterEach(() => connection.close());

function enter(given: unknown[], { today = TODAY, dryRun = false } = {}) {
	const rows = given.map((value, index) => ({ file: 'regole.json', row: index + 1, value }));
	return importRules(connection, rows, { today, at: 1000, dryRun });
}
/** Of the rules in force; each id once. */
const versions = () => rules.current().rules.map(({ id, version }) => `${id} ${version}`);
const countRows = () =>
	connection.sqlite.prepare('select count(*) from orientation_rule').pluck().get();

const meals = aRule();
const dearer = aRule({ when: { fact: 'age', from: 70 } });
const bonus = aRule({ id: 'bonus' });

describe('importing rules', () => {
	it('gives a new version to what is new or changed, and none to what is the same', () => {
		expect(rules.current()).toEqual({ version: 0, rules: [] });
		const first = enter([meals, bonus]);
		expect(first).toEqual({ ok: true, version: 1, added: 2, changed: 0, unchanged: 0 });
		const second = enter([bonus, dearer]);
		expect(second).toEqual({ ok: true, version: 2, added: 0, changed: 1, unchanged: 1 });
		expect(versions()).toEqual(['bonus 1', 'pasti 2']);
		expect(enter([bonus, dearer])).toMatchObject({ version: 2, unchanged: 2 });
	});

	it('takes a rule for the same though its members are written in another order', () => {
		enter([meals]);
		const backwards = Object.fromEntries(Object.entries(meals).reverse());
		expect(enter([backwards])).toMatchObject({ version: 1, unchanged: 1 });
	});

	it('keeps every version, for the requests that were oriented by it', () => {
		enter([meals]);
		enter([dearer]);
		expect(rules.retire('pasti', 2000)).toBe(true);
		expect(versions()).toEqual([]);
		expect(rules.rule('pasti', 1)).toEqual({ ...meals, version: 1 });
		expect(rules.rule('pasti', 2)).toEqual({ ...dearer, version: 2 });
		expect(rules.rule('pasti', 3)).toBeUndefined();
	});

	it('takes a rule out, once, and takes it in again as a new version', () => {
		enter([meals, bonus]);
		expect(rules.retire('pasti', 2000)).toBe(true);
		expect(rules.current().version).toBe(2);
		expect(versions()).toEqual(['bonus 1']);
		expect(rules.retire('pasti', 3000)).toBe(false);
		expect(rules.version()).toBe(2);
		expect(enter([meals])).toMatchObject({ version: 3, added: 1 });
		expect(versions()).toEqual(['bonus 1', 'pasti 3']);
	});

	it('writes nothing when anything is wrong, and names all of it', () => {
		const answer = enter([
			meals,
			{ ...bonus, source: '' },
			aRule({ id: 'nessuno', when: { all: [{ fact: 'age', under: 3 }, meals.when] } }),
			dearer
		]);
		expect(answer).toMatchObject({
			ok: false,
			problems: [
				{ file: 'regole.json', row: 2, path: 'source', problem: 'form' },
				{ file: 'regole.json', row: 3, path: 'when', problem: 'nobody-fits' },
				{ file: 'regole.json', row: 4, path: 'id', problem: 'twice', detail: 'pasti' }
			]
		});
		expect(countRows()).toBe(0);
	});

	it('writes nothing when it is only tried', () => {
		expect(enter([meals], { dryRun: true })).toMatchObject({ ok: true, added: 1, version: 0 });
		expect(countRows()).toBe(0);
	});

	it('refuses a rule that has expired, but for one that expired here and comes as it stands', () => {
		const refused = { ok: false, problems: [{ row: 1, path: 'validTo', problem: 'expired' }] };
		expect(enter([meals], { today: NEXT_YEAR })).toMatchObject(refused);
		enter([meals]);
		expect(enter([dearer], { today: NEXT_YEAR })).toMatchObject(refused);
		expect(enter([meals], { today: NEXT_YEAR })).toMatchObject({ ok: true, unchanged: 1 });
		expect(versions()).toEqual(['pasti 1']);
	});

	it('lets next year’s rule take the place of none that still holds', () => {
		const nextYear = aRule({ validFrom: '2027-01-01', validTo: '2027-12-31' });
		enter([meals]);
		expect(enter([nextYear])).toMatchObject({
			ok: false,
			problems: [{ row: 1, path: 'validFrom', problem: 'leaves-a-gap' }]
		});
		expect(enter([{ ...nextYear, id: 'pasti-2027' }])).toMatchObject({ ok: true, added: 1 });
		expect(enter([nextYear], { today: NEXT_YEAR })).toMatchObject({ ok: true, changed: 1 });
	});
});
