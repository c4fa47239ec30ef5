/**
 * What a card says with attributes: its terms in the vocabularies, and the texts HSDS has no member for
 * (taxonomy `sportello-card`, with the text in the attribute's `value`).
 */
import * as vocabularies from '../../../src/lib/domain/catalogue/vocabularies.ts';
import type { Vocabulary } from '../../../src/lib/domain/catalogue/vocabularies.ts';
import type { SampleEntry, SampleSource } from './entry.ts';
import { organizations } from './organizations.ts';
import { stableId } from './stable-id.ts';

const cardTexts = {
	'what-you-get': 'Cosa si ottiene',
	conditions: 'Condizioni particolari',
	'example-tariff': 'Tariffe di esempio'
} as const;

interface Attribute {
	id: string;
	link_entity: 'service';
	value?: string;
	taxonomy_term: {
		id: string;
		code: string;
		name: string;
		description: string;
		taxonomy: string;
		language: 'it';
	};
}

/** `2026-11-02` → `2 novembre 2026`. */
export function inWords(date: string): string {
	const [year = '', month = '', day = ''] = date.split('-');
	const months =
		'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre';
	return `${Number(day)} ${months.split(' ')[Number(month) - 1] ?? ''} ${year}`;
}

function sourceInWords(source: SampleSource, checkedOn: string): string {
	return [
		`${source.text}.`,
		source.act && `Atto: ${source.act}.`,
		source.secondary && 'Fonte secondaria, da verificare.',
		`Controllata il ${inWords(checkedOn)}.`,
		source.validTo && `Vale fino al ${inWords(source.validTo)}.`
	]
		.filter(Boolean)
		.join(' ');
}

function provenanceInWords(entry: SampleEntry, checkedOn: string): string {
	if (!entry.source) return 'Scheda inventata per mostrare il programma.';
	const words = sourceInWords(entry.source, checkedOn);
	return entry.official ? words : `Scheda di esempio su una misura reale. ${words}`;
}

function tariffInWords(entry: SampleEntry): string | undefined {
	const asksMoney = entry.priceBands !== undefined || Array.isArray(entry.costs);
	return entry.exampleTariff ?? (asksMoney ? 'Prezzi inventati, tariffe di esempio.' : undefined);
}

export function attributesOf(entry: SampleEntry, checkedOn: string): Attribute[] {
	const attribute = (
		taxonomy: string,
		code: string,
		name: string,
		about: string,
		value?: string
	) => ({
		id: stableId(`${entry.key}/attribute/${taxonomy}/${code}`),
		link_entity: 'service' as const,
		...(value === undefined ? {} : { value }),
		taxonomy_term: {
			id: stableId(`term/${taxonomy}/${code}`),
			code,
			name,
			description: `${about}: ${name}`,
			taxonomy,
			language: 'it' as const
		}
	});
	const term = (vocabulary: Vocabulary, code: string, value?: string) =>
		attribute(
			vocabulary.taxonomy,
			code,
			vocabularies.termLabel(vocabulary, code, 'it'),
			vocabulary.it,
			value
		);
	const text = (code: keyof typeof cardTexts, value: string | undefined) =>
		value === undefined
			? []
			: [attribute('sportello-card', code, cardTexts[code], 'Voce della scheda', value)];

	const providerKind = entry.providerKind ?? organizations[entry.organization].providerKind;
	return [
		...entry.areas.map((code) => term(vocabularies.areas, code)),
		...entry.kinds.map((code) => term(vocabularies.kinds, code)),
		...entry.deliveries.map((code) => term(vocabularies.deliveries, code)),
		...entry.targets.map((code) => term(vocabularies.targets, code)),
		...(entry.lifeEvents ?? []).map((code) => term(vocabularies.lifeEvents, code)),
		term(vocabularies.providerKinds, providerKind),
		term(
			vocabularies.provenances,
			entry.official ? 'official' : 'example',
			provenanceInWords(entry, checkedOn)
		),
		...text('what-you-get', entry.whatYouGet),
		...text('conditions', entry.conditions),
		...text('example-tariff', tariffInWords(entry))
	];
}
