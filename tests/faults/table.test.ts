import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLE } from './table.ts';

describe('the table of faults', () => {
	it('has a row for each, with a test', () => {
		expect(TABLE.map(({ number }) => number)).toEqual(TABLE.map((_row, index) => index + 1));
		expect(TABLE.filter(({ proofs }) => proofs.length === 0)).toEqual([]);
	});

	it.each(TABLE.flatMap(({ number, proofs }) => proofs.map((proof) => ({ number, ...proof }))))(
		'names a test that there is: $number, $test',
		({ file, test }) => {
			expect(existsSync(file)).toBe(true);
			expect(readFileSync(file, 'utf8')).toContain(test);
		}
	);
});
