/** docs/privacy.md says what the table of purposes says: whoever changes one is told what to write in the other. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { legalBases, purposes } from './legal-bases.ts';
import { purposeTable, readingRule, type FieldRule, type Retention } from './purposes.ts';

/** Without the padding that aligns tables, and without line ends within a paragraph. */
const plain = (text: string) =>
	text
		.replace(/\|[-| ]+\|/g, '|-|')
		.replace(/\s+/g, ' ')
		.replace(/ ?\| ?/g, '|');
const doc = plain(readFileSync('docs/privacy.md', 'utf8'));

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function kept(retention: Retention): string {
	return 'with' in retention
		? `as long as what it belongs to (${retention.with})`
		: `${retention.months} months from ${retention.from.replace('-', ' ')}`;
}

/** The fields that share a rule stand in one row. */
function fieldsTable(fields: { [field: string]: FieldRule }): string {
	const rows = new Map<string, string[]>();
	for (const [field, rule] of Object.entries(fields)) {
		const rest = [purposes[rule.purpose], rule.basis, rule.readers.join(', ')].join(' | ');
		rows.set(rest, [...(rows.get(rest) ?? []), `\`${field}\``]);
	}
	return table(
		['fields', 'kept for', 'legal basis', 'read by'],
		[...rows].map(([rest, names]) => [names.join(', '), rest])
	);
}

const expected = [
	{
		what: 'the legal bases',
		text: table(
			['legal basis', 'act', 'means'],
			Object.entries(legalBases).map(([name, { act, means }]) => [name, act, means])
		)
	},
	{
		what: 'the periods',
		text: table(
			['record', 'what it is', 'kept'],
			Object.entries({ ...purposeTable, readings: readingRule }).map(
				([name, { about, retention }]) => [name, about, kept(retention)]
			)
		)
	},
	...Object.entries(purposeTable).map(([name, { fields }]) => ({
		what: `the fields of ${name}`,
		text: `### ${name}\n\n${fieldsTable(fields)}`
	}))
];

describe('docs/privacy.md', () => {
	it.each(expected)('says as the data do: $what', ({ text }) => {
		expect(doc.includes(plain(text)), `In docs/privacy.md there must stand:\n\n${text}\n`).toBe(
			true
		);
	});
});
