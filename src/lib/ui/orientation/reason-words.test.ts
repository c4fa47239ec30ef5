import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate, readReasonsOf } from '$lib/domain/orientation/evaluate';
import type { Answers } from '$lib/domain/orientation/facts';
import type { Condition } from '$lib/domain/orientation/rule';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { isee, LAST_YEAR, TODAY } from '../../../../tests/builders/orientation.ts';
import { reasonText } from './reason-words.ts';

let locale: 'it' | 'en' = 'it';
beforeEach(() => {
	locale = 'it';
	overwriteGetLocale(() => locale);
});
afterEach(() => overwriteGetLocale(() => 'it'));

const say = (condition: Condition, answers: Answers) =>
	readReasonsOf(evaluate(condition, answers, TODAY)).map(({ reason, isAlternative }) =>
		reasonText(reason, answers, isAlternative)
	);

describe('a reason', () => {
	const bills: Condition = { fact: 'isee.ordinary', to: 9_796 };

	it('says the person’s figure and the limit, in both languages', () => {
		const answers = { 'isee.ordinary': isee(840_050) };
		expect(say(bills, answers)).toEqual(['ISEE ordinario: 8.400,50 €. Il limite è 9.796 €']);
		locale = 'en';
		expect(say(bills, answers)).toEqual(['ordinary ISEE: €8,400.50. The limit is €9,796']);
	});

	it('says what is missing, and that a statement has expired', () => {
		expect(say(bills, {})).toEqual(['Manca: ISEE ordinario. Il limite è 9.796 €']);
		expect(say(bills, { 'isee.ordinary': isee(1, LAST_YEAR) })).toEqual([
			'ISEE scaduto, serve quello nuovo: ISEE ordinario. Il limite è 9.796 €'
		]);
	});

	it('says of what would do instead that it is instead, and of nothing else', () => {
		const either: Condition = {
			any: [
				bills,
				{
					all: [
						{ fact: 'dependentChildren', from: 4 },
						{ fact: 'isee.ordinary', to: 20_000 }
					]
				},
				{ judged: { it: 'È in difficoltà', en: 'The person is in hardship' } }
			]
		};
		expect(say(either, {})).toEqual([
			'Manca: ISEE ordinario. Il limite è 9.796 €',
			'Oppure manca: Figli a carico. Serve almeno 4',
			'Manca: ISEE ordinario. Il limite è 20.000 €',
			'Oppure da valutare: È in difficoltà'
		]);
		expect(say({ not: { all: [bills, { fact: 'age', from: 67 }] } }, {})).toEqual([
			'Manca: ISEE ordinario. Il limite è 9.796 €',
			'Oppure manca: Età. Serve almeno 67 anni'
		]);
		const met = { dependentChildren: 4 };
		expect(say(either, met)).toContain('Figli a carico: 4. Serve almeno 4');
		expect(say(either, met)).toContain('Oppure manca: ISEE ordinario. Il limite è 20.000 €');
		expect(say({ all: [bills, { fact: 'age', from: 67 }] }, {})[1]).toBe(
			'Manca: Età. Serve almeno 67 anni'
		);
	});

	it('says the limit for a household of its size, and how it comes about', () => {
		const income: Condition = { fact: 'householdIncome', to: 6_500, times: 'equivalenceScale' };
		expect(say(income, { householdIncome: 1_500_000, equivalenceScale: 3.85 })).toEqual([
			'Reddito della famiglia: 15.000 €. Il limite è 25.025 € (6.500 € × 3,85)'
		]);
		expect(say(income, { householdIncome: 1_500_000 })).toEqual([
			'Manca: Scala di equivalenza. Il limite è 6.500 € × la scala di equivalenza'
		]);
	});

	it('counts one year as one', () => {
		expect(say({ fact: 'youngestChildAge', under: 1 }, {})).toEqual([
			'Manca: Età del figlio più piccolo. Serve meno di 1 anno'
		]);
	});

	it('says until when something can be asked for', () => {
		const lately: Condition = { fact: 'jobEndedOn', withinDays: 68 };
		expect(say(lately, {})).toEqual(['Manca: Fine dell’ultimo lavoro. Il limite è 68 giorni']);
		expect(say(lately, { jobEndedOn: '2026-11-12' })).toEqual([
			'Fine dell’ultimo lavoro: 12 novembre 2026. Il limite è 68 giorni. Ultimo giorno utile: 19 gennaio 2027'
		]);
		expect(say({ fact: 'jobEndedOn', withinDays: 1 }, {})).toEqual([
			'Manca: Fine dell’ultimo lavoro. Il limite è 1 giorno'
		]);
		const year: Condition = { fact: 'jobEndedOn', since: '2026-01-01', until: '2026-06-30' };
		locale = 'en';
		expect(say(year, { jobEndedOn: '2025-12-31' })).toEqual([
			'End of the last job: 31 December 2025. First day that counts: 1 January 2026. Last: 30 June 2026'
		]);
	});

	it('says for whom it is only to whom it is not', () => {
		const city: Condition = { fact: 'residence', is: ['city', 'district'] };
		expect(say(city, { residence: 'city' })).toEqual(['Residenza: in città']);
		expect(say(city, { residence: 'region' })).toEqual([
			'Residenza: altrove in Lombardia. È per: in città o in un altro comune del distretto'
		]);
		expect(
			say({ not: { fact: 'citizenship', is: ['no-permit'] } }, { citizenship: 'no-permit' })
		).toEqual(['Cittadinanza: senza permesso. Non vale per: senza permesso']);
	});

	it('says ages, factors and words in their own way', () => {
		expect(say({ fact: 'age', over: 65 }, { age: 60 })).toEqual([
			'Età: 60 anni. Serve più di 65 anni'
		]);
		expect(say({ fact: 'age', from: 18, to: 59 }, { age: 60 })).toEqual([
			'Età: 60 anni. Serve da 18 a 59 anni'
		]);
		expect(say({ fact: 'householdIncome', to: 6_500, times: 'equivalenceScale' }, {})).toEqual([
			'Manca: Reddito della famiglia, Scala di equivalenza. Il limite è 6.500 € × la scala di equivalenza'
		]);
		expect(say({ judged: { it: 'La soglia va verificata', en: 'To be checked' } }, {})).toEqual([
			'Da valutare: La soglia va verificata'
		]);
	});
});
