import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { aRule } from '../../../../tests/builders/rules.ts';
import { TODAY } from '../../../../tests/builders/orientation.ts';
import type { Rule } from '../../domain/orientation/rule.ts';
import { planLines } from './plan-lines.ts';

const inBoth = (words: string) => ({ it: words, en: words });
const SERVICE = '608c4bd0-951e-58da-a910-66ca2bbd62f0';

function contactOf(change: Partial<Rule>, entry: Partial<CatalogueEntry> = {}): string {
	const rule = { ...aRule(change), version: 1 };
	const service = { id: SERVICE, name: 'Pasti', provider: { name: 'Comune' }, status: 'active' };
	const [line] = planLines(
		[{ ruleId: rule.id, name: rule.name, verdict: 'yes', serviceId: SERVICE }],
		{
			rules: [rule],
			entries: new Map([[SERVICE, { ...service, ...entry } as CatalogueEntry]]),
			answers: {},
			results: [],
			today: TODAY
		}
	);
	return line!.contact;
}

describe('whom to ask, on the sheet', () => {
	const known = { places: [{ address: 'Via di Prova 1' }], phones: [{ number: '0372 000000' }] };

	it('is who gives it, with the address and the telephone of the catalogue', () => {
		expect(contactOf({ provider: 'INPS' })).toBe('INPS');
		expect(contactOf({}, known)).toBe('Comune, Via di Prova 1, 0372 000000');
	});

	it('is not said twice', () => {
		const how = inBoth('Vai in via di Prova 1 o telefona allo 0372 000000');
		expect(contactOf({ how }, known)).toBe('Comune');
	});
});
