import { describe, expect, it } from 'vitest';
import {
	areas,
	deliveries,
	kinds,
	providerKinds,
	targets,
	vocabularies,
	type Vocabulary
} from '../../../src/lib/domain/catalogue/vocabularies.ts';
import { inWords } from './attributes.ts';
import { parseTimetable } from './schedule.ts';
import { sampleServices } from './services.ts';

interface Shared {
	id: string;
}
interface Attribute {
	value?: string;
	taxonomy_term: Shared & { code: string; taxonomy: string };
}
interface PriceBand {
	from: number;
	to: number | null;
	fee: number;
}
interface Location extends Shared {
	addresses?: (Shared & { address_1: string })[];
	accessibility?: Shared[];
}
interface Card {
	id: string;
	name: string;
	status: string;
	alert?: string;
	minimum_age?: number;
	maximum_age?: number;
	assured_date: string;
	description: string;
	organization: Shared & { name: string };
	phones: { number: string }[];
	languages: { code: string }[];
	attributes: Attribute[];
	price_bands: PriceBand[];
	service_at_locations: { location: Location }[];
}

const cards = sampleServices() as unknown as Card[];
const text = JSON.stringify(cards);
/** Without ids, whose digits may look like a telephone number. */
const words = text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '');
const official = new Set([
	'PoIS, Porta informativa dei servizi sociali',
	'Servizio di assistenza domiciliare (SAD)',
	'Servizio di assistenza per l’autonomia personale (SAAP)',
	'Interventi di sostegno al reddito'
]);
/** Bodies that exist, named because a card is about one of their measures. */
const realBodies = new Set(['INPS', 'ARERA', 'Regione Lombardia']);

function attributesOf(card: Card, taxonomy: string): Attribute[] {
	return card.attributes.filter((attribute) => attribute.taxonomy_term.taxonomy === taxonomy);
}
function codesOf(card: Card, taxonomy: string): string[] {
	return attributesOf(card, taxonomy).map((attribute) => attribute.taxonomy_term.code);
}
function provenanceOf(card: Card): { code?: string; source: string } {
	const [attribute] = attributesOf(card, 'sportello-provenance');
	return { code: attribute?.taxonomy_term.code, source: attribute?.value ?? '' };
}
/** What stands in many cards and is one thing: the body, its places, the terms. */
function sharedOf(card: Card): Shared[] {
	return [
		card.organization,
		...card.attributes.map((attribute) => attribute.taxonomy_term),
		...card.service_at_locations.map(({ location }) => location)
	];
}
function allIds(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(allIds);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([member, inner]) =>
		member === 'id' ? [inner as string] : allIds(inner)
	);
}

describe('the sample catalogue of Cremona', () => {
	it('is large enough to try a search on', () => {
		expect(cards.length).toBeGreaterThanOrEqual(90);
	});

	it.each<Vocabulary>([areas, kinds, providerKinds, deliveries, targets])(
		'has a card for every term of $taxonomy',
		({ taxonomy, terms }) => {
			const used = new Set(cards.flatMap((card) => codesOf(card, taxonomy)));
			expect(terms.map(({ code }) => code).filter((code) => !used.has(code))).toEqual([]);
		}
	);

	it('has personal, educational, practical, remote and informational help, help at home and leisure in every area', () => {
		const missing = areas.terms.flatMap((area) => {
			const here = cards.filter((card) => codesOf(card, areas.taxonomy).includes(area.code));
			const used = new Set(here.flatMap((card) => codesOf(card, kinds.taxonomy)));
			return kinds.terms.filter(({ code }) => !used.has(code)).map(({ code }) => [area.code, code]);
		});
		expect(missing).toEqual([]);
	});

	it('uses only terms that the vocabularies have', () => {
		const unknown = vocabularies.flatMap(({ taxonomy, terms }) => {
			const codes = new Set<string>(terms.map(({ code }) => code));
			return cards.flatMap((card) => codesOf(card, taxonomy)).filter((code) => !codes.has(code));
		});
		const ours = new Set([...vocabularies.map(({ taxonomy }) => taxonomy), 'sportello-card']);
		const used = cards.flatMap((card) =>
			card.attributes.map((item) => item.taxonomy_term.taxonomy)
		);
		expect(unknown).toEqual([]);
		expect(used.filter((taxonomy) => !ours.has(taxonomy))).toEqual([]);
	});

	it('never gives one id to two things', () => {
		const own = cards.flatMap((card) => {
			const shared = new Set(allIds(sharedOf(card)));
			return allIds(card).filter((id) => !shared.has(id));
		});
		expect(own.filter((id, index) => own.indexOf(id) !== index)).toEqual([]);
		expect(new Set(cards.map(({ name }) => name)).size).toBe(cards.length);
	});

	it('tells a shared place, body or term with the same words wherever it stands', () => {
		const versionsById = new Map<string, Set<string>>();
		for (const card of cards) {
			for (const item of sharedOf(card)) {
				versionsById.set(
					item.id,
					(versionsById.get(item.id) ?? new Set()).add(JSON.stringify(item))
				);
			}
		}
		expect([...versionsById.values()].filter((versions) => versions.size > 1)).toEqual([]);
	});

	it('gives the same services at every call', () => {
		expect(JSON.stringify(sampleServices())).toBe(text);
	});

	it('marks the four municipal services as official and names their page', () => {
		const marked = cards.filter((card) => provenanceOf(card).code === 'official');
		expect(new Set(marked.map(({ name }) => name))).toEqual(official);
		for (const card of marked) {
			expect(provenanceOf(card).source).toMatch(/^.*\.it.*Controllata il 2 novembre 2026\.$/);
			expect(JSON.stringify(card)).toContain('a verificare');
		}
	});

	it('marks every other card as an example, and every body that does not exist', () => {
		const others = cards.filter(({ name }) => !official.has(name));
		expect(others.filter((card) => provenanceOf(card).code !== 'example')).toEqual([]);
		const unmarked = others
			.map(({ organization }) => organization.name)
			.filter((name) => !name.endsWith('(esempio)') && !realBodies.has(name));
		expect(unmarked).toEqual([]);
	});

	it('states source, act, date and validity of national measures, and promises nothing', () => {
		const national = cards.filter(({ organization }) => realBodies.has(organization.name));
		expect(national).toHaveLength(5);
		for (const card of national) {
			expect(provenanceOf(card).source).toMatch(
				/^.+ Atto: .+ Fonte secondaria, da verificare\. Controllata il .+ Vale fino al /
			);
			expect(codesOf(card, kinds.taxonomy)).toContain('informational');
			expect(card.description).toMatch(/^Potresti avere diritto .+ [Dd]a verificare\.$/);
		}
		expect(text).not.toMatch(/\b(?:hai|avrai|ha) diritto/i);
	});

	it('calls the home care prices an example and leaves the tariff of Cremona to be verified', () => {
		const [card] = cards.filter(({ name }) => name.endsWith('(SAD)'));
		const [tariff] = card ? attributesOf(card, 'sportello-card').slice(-1) : [];
		expect(tariff?.taxonomy_term.code).toBe('example-tariff');
		expect(tariff?.value).toContain('non di Cremona');
	});

	it('names no mailbox, telephone or street of anybody but the PoIS', () => {
		const mailboxes = text.match(/[\w.+-]+@[\w.-]+\w/g) ?? [];
		expect(
			mailboxes.filter((box) => !/@example\.org$/.test(box) && box !== 'pois@comune.cremona.it')
		).toEqual([]);
		const numbers = words.match(/\+?\d[\d ]{6,}\d/g) ?? [];
		const listed = cards.flatMap((card) => card.phones.map(({ number }) => number));
		expect(listed.length).toBeGreaterThan(0);
		expect(
			[...numbers.filter((number) => /^[+0]/.test(number)), ...listed].filter(
				(number) => !/^0372 000 0\d\d$/.test(number) && number !== '0372 407316'
			)
		).toEqual([]);
		const streets = cards
			.flatMap((card) => card.service_at_locations)
			.flatMap(({ location }) => location.addresses ?? [])
			.map(({ address_1 }) => address_1);
		expect(new Set(streets)).toEqual(new Set(['Corso Vittorio Emanuele II 42']));
	});

	it('lets no household fall between two price bands, and asks more of a higher ISEE', () => {
		const priced = cards.filter((card) => card.price_bands.length > 0);
		expect(priced.filter((card) => card.price_bands.length === 4).length).toBeGreaterThan(5);
		for (const { name, price_bands: bands } of priced) {
			const from = bands.map((band) => Math.round(band.from * 100));
			const to = bands.map((band) => band.to && Math.round(band.to * 100));
			expect(from, name).toEqual([0, ...to.slice(0, -1).map((end) => (end ?? NaN) + 1)]);
			expect(to.at(-1), name).toBeNull();
			const fees = bands.map(({ fee }) => fee);
			expect(fees, name).toEqual([...fees].sort((a, b) => a - b));
		}
	});

	it('has suspended cards with a reason, a closed one, and cards nobody has checked for a year', () => {
		const suspended = cards.filter(({ status }) => status === 'temporarily closed');
		expect(suspended.length).toBeGreaterThanOrEqual(3);
		expect(suspended.filter(({ alert }) => alert === undefined)).toEqual([]);
		expect(cards.filter(({ status }) => status === 'inactive')).toHaveLength(1);
		const stale = cards.filter((card) => card.assured_date < '2025-11-22');
		expect(stale.length).toBeGreaterThanOrEqual(3);
		expect(cards.filter((card) => card.assured_date > '2026-11-22')).toEqual([]);
	});

	it('speaks the languages of the desks', () => {
		const spoken = new Set(cards.flatMap((card) => card.languages.map(({ code }) => code)));
		expect(spoken).toEqual(new Set(['it', 'ro', 'sq', 'ar', 'fr', 'pa', 'en', 'uk']));
	});

	it('answers everyday words', () => {
		const asked = [
			...'badante spesa bollette affitto compiti visite trasporto pannoloni'.split(' '),
			...['doposcuola', 'patente', 'curriculum', 'permesso di soggiorno']
		];
		expect(asked.filter((word) => !words.toLowerCase().includes(word))).toEqual([]);
	});
});

describe('a timetable of the sample catalogue', () => {
	it('is read as days and local times', () => {
		expect(parseTimetable('MO-WE 09:00-12:00')).toEqual({
			freq: 'WEEKLY',
			byday: 'MO,TU,WE',
			opens_at: '09:00',
			closes_at: '12:00'
		});
		expect(parseTimetable('1SA,3SA 15:00-18:30 su appuntamento')).toEqual({
			freq: 'MONTHLY',
			byday: '1SA,3SA',
			opens_at: '15:00',
			closes_at: '18:30',
			notes: 'su appuntamento'
		});
	});

	it.each(['lunedì mattina', 'MO 12:00-09:00', 'XX 09:00-12:00'])('refuses %j', (mistake) => {
		expect(() => parseTimetable(mistake)).toThrow(mistake);
	});

	it('says a date as a desk would', () => {
		expect(inWords('2026-11-02')).toBe('2 novembre 2026');
	});
});
