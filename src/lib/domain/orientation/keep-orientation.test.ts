import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	aPlanItem,
	aRule,
	aStoredOrientation,
	TODAY
} from '../../../../tests/builders/orientation.ts';
import { currentPlan, planItem, storedOrientation } from './keep-orientation.ts';
import { orient } from './orient.ts';
import {
	MAX_RESULTS,
	MAX_SIZE,
	servicesWithPlan,
	storedOrientationSchema
} from './stored-orientation.ts';

const set = { version: 7, hash: 'a1'.repeat(32) };
const meals = aRule();
const bills = aRule({
	id: 'bollette',
	name: { it: 'Bonus bollette', en: 'Bills bonus' },
	when: { fact: 'isee.ordinary', to: 9_796 }
});
const children = aRule({ id: 'nido', when: { fact: 'hasNurseryChild', is: true } });
const answers = { age: 78, hasNurseryChild: false };

const keep = (rules = [meals, bills, children], plan = [aPlanItem()]) =>
	storedOrientation(set, orient(rules, answers, TODAY), { answers, plan, day: TODAY });

describe('the orientation that a request keeps', () => {
	it('has the version of the rules, the answers, and why', () => {
		const kept = keep();
		expect(kept).toMatchObject({ rules: set, day: TODAY, answers });
		expect(kept.results.map(({ ruleId, verdict }) => [ruleId, verdict])).toEqual([
			['pasti', 'yes'],
			['bollette', 'to-verify']
		]);
		expect(kept.results[1]!.reasons).toEqual([
			{
				leaf: { fact: 'isee.ordinary', to: 9_796 },
				...{ verdict: 'to-verify', negated: false, missing: ['isee.ordinary'], isExpired: false }
			}
		]);
		expect(v.parse(storedOrientationSchema, JSON.parse(JSON.stringify(kept)))).toEqual(kept);
	});

	it('keeps what is in the plan first, also what does not fit', () => {
		const plan = [aPlanItem({ ruleId: 'nido' })];
		expect(keep(undefined, plan).results[0]).toMatchObject({ ruleId: 'nido', verdict: 'no' });
	});

	it('is bounded, however many rules there are and however long they are', () => {
		const many = Array.from({ length: 300 }, (_, index) => aRule({ id: `pasti-${index}` }));
		expect(keep(many, []).results).toHaveLength(MAX_RESULTS);
		const words = 'Vive in difficoltà. '.repeat(200);
		const long = many.map((rule) => ({
			...rule,
			when: { all: [rule.when, { judged: { it: words, en: words } }] }
		}));
		const kept = keep(long, []);
		expect(kept.results.length).toBeLessThan(MAX_RESULTS);
		expect(v.is(storedOrientationSchema, kept)).toBe(true);
		const swollen = aStoredOrientation({
			results: [{ ...kept.results[0]!, reasons: [] }, ...Array(5).fill(kept.results[0]!)]
		});
		expect(JSON.stringify(swollen).length).toBeGreaterThan(MAX_SIZE);
		expect(v.is(storedOrientationSchema, swollen)).toBe(false);
	});

	it('takes no reason about what nobody is asked', () => {
		const [result] = aStoredOrientation().results;
		const reasons = [{ ...result!.reasons[0]!, leaf: { fact: 'religion', is: true } }];
		const bad = { ...aStoredOrientation(), results: [{ ...result!, reasons }] };
		expect(v.is(storedOrientationSchema, bad)).toBe(false);
	});
});

describe('a plan', () => {
	it('has the verdict of today, and keeps what is in force no longer', () => {
		const gone = aPlanItem({ ruleId: 'gone', verdict: 'yes' });
		const results = orient([bills], { 'isee.ordinary': null }, TODAY);
		expect(currentPlan([aPlanItem({ ruleId: 'bollette' }), gone], results)).toEqual([
			{ ruleId: 'bollette', name: bills.name, verdict: 'to-verify' },
			gone
		]);
	});

	it('chooses the services it is about, each once', () => {
		const item = planItem(orient([aRule({ serviceId: 's1' })], answers, TODAY).yes[0]!);
		const chosen = [
			{ id: 's1', name: 'Pasti a domicilio' },
			{ id: 's2', name: 'Trasporto' }
		];
		expect(servicesWithPlan(chosen, [item, aPlanItem({ ruleId: 'senza-servizio' })])).toEqual(
			chosen
		);
		expect(servicesWithPlan([], [item])).toEqual([{ id: 's1', name: 'Pasti a casa' }]);
	});
});
