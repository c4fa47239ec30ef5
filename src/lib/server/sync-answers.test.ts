import { describe, expect, it } from 'vitest';
import { isOfAnotherPerson } from './sync-answers.ts';

describe('a push in a session that has changed hands', () => {
	it('is another person’s when they wrote all of it', () => {
		expect(isOfAnotherPerson([{ actor: 'marta' }, { actor: 'marta' }], 'davide')).toBe(true);
		expect(isOfAnotherPerson([{ actor: 'davide' }, { actor: 'davide' }], 'davide')).toBe(false);
	});

	it('is taken, and judged record by record, when only some of it is', () => {
		expect(isOfAnotherPerson([{ actor: 'davide' }, { actor: 'marta' }], 'davide')).toBe(false);
		expect(isOfAnotherPerson([{ actor: 'marta' }, null, {}, 'broken'], 'davide')).toBe(false);
	});

	it('is nobody’s when it only asks', () => {
		expect(isOfAnotherPerson([], 'davide')).toBe(false);
	});
});
