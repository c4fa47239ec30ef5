import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('says that it is UTF-8, and ends each line as RFC 4180 has it', () => {
	expect(
		toCsv([
			['Chi', 'Perché'],
			['Marta', '']
		])
	).toBe('\uFEFFChi;Perché\r\nMarta;\r\n');
});

it('keeps separators, quotes and line breaks inside their cell', () => {
	expect(toCsv([['a;b', 'detto "Nord"', 'due\nrighe']])).toBe(
		'\uFEFF"a;b";"detto ""Nord""";"due\nrighe"\r\n'
	);
});

it.each(['=1+1', '+39', '-1', '@SUM(A1)', '\tx', '\rx'])(
	'takes the power from what a spreadsheet would carry out: %j',
	(text) => {
		expect(
			toCsv([[text]])
				.replace('\uFEFF', '')
				.replace(/^"/, '')[0]
		).toBe("'");
	}
);
