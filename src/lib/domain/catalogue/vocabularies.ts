/**
 * Controlled vocabularies of the catalogue.
 *
 * Each vocabulary is an HSDS taxonomy: a service carries its terms as `attributes` → `taxonomy_term`, where
 * `taxonomy_term.taxonomy` is the vocabulary's `taxonomy` and `taxonomy_term.code` one of its codes.
 * Labels are data of the taxonomy, not interface text, so they stand here and not in the message catalogue.
 */

export interface Term<Code extends string = string> {
	readonly code: Code;
	readonly it: string;
	readonly en: string;
}

export interface Vocabulary<Code extends string = string> {
	readonly taxonomy: string;
	readonly it: string;
	readonly en: string;
	readonly terms: readonly Term<Code>[];
}

function vocabulary<const Code extends string>(
	taxonomy: string,
	it: string,
	en: string,
	terms: readonly (readonly [code: Code, it: string, en: string])[]
): Vocabulary<Code> {
	return { taxonomy, it, en, terms: terms.map(([code, it, en]) => ({ code, it, en })) };
}

/** The field of life a service belongs to: the first grouping a desk reads. */
export const areas = vocabulary('sportello-area', 'Area', 'Area', [
	['children', 'Bambini e ragazzi', 'Children and teenagers'],
	['elders', 'Anziani', 'Elders'],
	['families', 'Famiglie', 'Families'],
	['home', 'Casa', 'Home'],
	['leisure', 'Tempo libero', 'Leisure'],
	['health', 'Salute', 'Health'],
	['disability', 'Disabilità', 'Disability'],
	['work', 'Lavoro', 'Work'],
	['migration', 'Migrazione', 'Migration'],
	['income-support', 'Sostegno al reddito', 'Income support']
]);
export type AreaCode = (typeof areas.terms)[number]['code'];

/** What sort of help it is. */
export const kinds = vocabulary('sportello-kind', 'Tipo di aiuto', 'Kind of help', [
	['personal', 'Alla persona', 'Personal'],
	['educational', 'Educativo', 'Educational'],
	['utility', 'Pratico', 'Practical'],
	['leisure', 'Svago', 'Leisure'],
	['at-home', 'A domicilio', 'At home'],
	['remote', 'A distanza', 'Remote'],
	['informational', 'Informazioni', 'Information']
]);
export type KindCode = (typeof kinds.terms)[number]['code'];

/** Who gives it. `private` includes company welfare. */
export const providerKinds = vocabulary('sportello-provider-kind', 'Chi lo offre', 'Provider', [
	['public', 'pubblico', 'public'],
	['accredited', 'accreditato', 'accredited'],
	['private', 'privato', 'private'],
	['volunteer', 'volontariato', 'volunteer']
]);
export type ProviderKindCode = (typeof providerKinds.terms)[number]['code'];

/** Who it is for. A service with no term is for everybody. */
export const targets = vocabulary('sportello-target', 'Per chi', 'For whom', [
	['early-childhood', 'Bambini 0–5', 'Children 0–5'],
	['minors', 'Ragazzi 6–17', 'Minors 6–17'],
	['youth', 'Giovani 18–30', 'Young adults 18–30'],
	['adults', 'Adulti', 'Adults'],
	['elders', 'Anziani', 'Elders'],
	['families', 'Famiglie', 'Families'],
	['disabled', 'Persone con disabilità', 'People with disabilities'],
	['carers', 'Chi assiste un familiare', 'Family carers'],
	['migrants', 'Persone migranti', 'Migrants'],
	['low-income', 'Redditi bassi', 'Low incomes'],
	['employees', 'Dipendenti di aziende', 'Employees']
]);
export type TargetCode = (typeof targets.terms)[number]['code'];

/** Where it happens. */
export const deliveries = vocabulary('sportello-delivery', 'Dove si riceve', 'Delivery', [
	['on-site', 'In sede', 'On site'],
	['at-home', 'A casa', 'At home'],
	['remote', 'A distanza', 'Remote']
]);
export type DeliveryCode = (typeof deliveries.terms)[number]['code'];

/**
 * Life events of CPSV-AP_IT, the Italian profile of the Core Public Service Vocabulary (AgID, CC BY 4.0); the code
 * is the first-level code of the official list. Only the events a welfare catalogue meets.
 */
export const lifeEvents = vocabulary('cpsv-ap-it-life-event', 'Evento della vita', 'Life event', [
	['1.0', 'Scuola, università, borse di studio', 'School, university, study grants'],
	['2.0', 'Invalidità', 'Disability'],
	['3.0', 'Cercare o perdere lavoro', 'Looking for or losing a job'],
	['4.0', 'Pensionamento', 'Retirement'],
	['7.0', 'Trasporto pubblico', 'Public transport'],
	['8.0', 'Comprare, affittare, sistemare casa', 'Buying, renting, repairing a home'],
	['9.0', 'Cambio di residenza', 'Moving home'],
	['12.0', 'Nascita o adozione', 'Birth or adoption'],
	['13.0', 'Matrimonio, separazione', 'Marriage, separation'],
	['14.0', 'Morte ed eredità', 'Death and inheritance'],
	['15.0', 'Visite ed esami', 'Medical visits and tests'],
	['16.0', 'Subire un reato', 'Being the victim of a crime'],
	['17.0', 'Redditi e tributi', 'Income and taxes'],
	['18.0', 'Cultura e tempo libero', 'Culture and leisure']
]);
export type LifeEventCode = (typeof lifeEvents.terms)[number]['code'];

/** Where an entry comes from: real and taken from an official page, or invented to show the software. */
export const provenances = vocabulary('sportello-provenance', 'Origine della scheda', 'Origin', [
	['official', 'da fonte ufficiale', 'from an official source'],
	['example', 'esempio', 'example']
]);
export type ProvenanceCode = (typeof provenances.terms)[number]['code'];

/** Every vocabulary an import recognises, by taxonomy name. Terms of other taxonomies are kept as they are. */
export const vocabularies = [
	areas,
	kinds,
	providerKinds,
	targets,
	deliveries,
	lifeEvents,
	provenances
] as const;

export function termLabel(vocabulary: Vocabulary, code: string, locale: 'it' | 'en'): string {
	return vocabulary.terms.find((term) => term.code === code)?.[locale] ?? code;
}
