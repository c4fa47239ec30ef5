import { describe, expect, it } from 'vitest';
import { sameName } from './same-name.ts';

describe('same name', () => {
	it.each([
		['Anna Bruni', 'bruni anna'],
		['Niccolò D’Este', 'NICCOLO D este']
	])('takes %s and %s for one person', (a, b) => {
		expect(sameName(a, b)).toBe(true);
	});

	it.each([
		['Anna', 'Anna Bruni'],
		['', ''],
		['—', '—']
	])('does not take %j and %j for one person', (a, b) => {
		expect(sameName(a, b)).toBe(false);
	});
});
