import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { noFilters, type CatalogueFilters } from '$lib/domain/catalogue/filters';
import { indexOptions } from '$lib/domain/catalogue/search-settings';
import { packChunks } from './chunks';
import { openSearchable } from './searchable-catalogue';

function anEntry(id: string, name: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry {
	return { id, name, provider: { name: 'Ente' }, status: 'active', ...more };
}

function open(entries: CatalogueEntry[], indexText?: string) {
	const index = new MiniSearch<CatalogueEntry>(indexOptions);
	index.addAll(entries);
	const chunks = packChunks(entries);
	const manifest = {
		version: 7,
		hash: 'h',
		etag: null,
		publishedAt: 1,
		checkedAt: 1,
		entries: entries.length,
		chunks: chunks.length
	};
	return openSearchable(
		{ manifest, chunks, indexText: indexText ?? JSON.stringify(index) },
		'2026-11-12'
	);
}

function aCatalogue(...entries: CatalogueEntry[]) {
	const catalogue = open(entries);
	if (catalogue === null) throw new Error('the catalogue does not open');
	return {
		...catalogue,
		look: (text: string, filters: Partial<CatalogueFilters> = {}, offset = 0, limit = 50) =>
			catalogue.search({ text, filters: { ...noFilters, ...filters }, offset, limit })
	};
}

const names = (answer: { hits: { name: string }[] }) => answer.hits.map((hit) => hit.name);

describe('searching the catalogue', () => {
	const desk = aCatalogue(
		anEntry('a', 'Sportello badanti', { targets: ['elders'] }),
		anEntry('b', 'Albo delle assistenti familiari', { deliveries: ['at-home'] }),
		anEntry('c', 'Compiti insieme', { targets: ['minors'] }),
		anEntry('d', 'Affitto: contributo per l’alloggio'),
		anEntry('e', 'Bollette'),
		anEntry('f', 'Spesa a casa')
	);

	it('shows everything by name when nothing is typed', () => {
		expect(names(desk.look('  '))).toEqual([
			'Affitto: contributo per l’alloggio',
			'Albo delle assistenti familiari',
			'Bollette',
			'Compiti insieme',
			'Spesa a casa',
			'Sportello badanti'
		]);
	});

	it('finds the everyday word and what the catalogue calls it, and says which words it added', () => {
		const answer = desk.look('badante');
		expect(names(answer)).toEqual(['Sportello badanti', 'Albo delle assistenti familiari']);
		expect(answer.nearWords).toContain('assistente familiare');
		expect(answer.readAs).toBeNull();
	});

	it('reads a slip of the finger, and says as what', () => {
		const answer = desk.look('badnti');
		expect(answer.readAs).toBe('badanti');
		expect(names(answer)).toContain('Albo delle assistenti familiari');
	});

	it('reads two letters in each other’s place', () => {
		expect(desk.look('comptii')).toMatchObject({ readAs: 'compiti', total: 1 });
		expect(desk.look('afftito')).toMatchObject({ readAs: 'affitto' });
	});

	it('reads single letters as the double ones they were to be, and double ones as single', () => {
		expect(desk.look('asistenti').readAs).toBe('assistenti');
		expect(desk.look('bolete')).toMatchObject({ readAs: 'bollette', total: 1 });
		expect(desk.look('insseme').total).toBe(1);
	});

	it('reads a short word by its first letter', () => {
		expect(desk.look('spsa')).toMatchObject({ readAs: 'spesa', total: 1 });
		expect(desk.look('tesa')).toMatchObject({ readAs: null, total: 0 });
	});

	it('leaves alone a word that is still being typed, and one that nothing is near to', () => {
		expect(desk.look('compit').readAs).toBeNull();
		expect(desk.look('xylofono')).toMatchObject({ total: 0, readAs: null });
	});

	it('goes on showing what it has found while the next word is only begun', () => {
		expect(desk.look('ba')).toMatchObject({ readAs: '', total: 6 });
		expect(desk.look('spesa ca')).toMatchObject({ readAs: 'spesa ', total: 1 });
		expect(desk.look('b')).toMatchObject({ readAs: '', total: 6 });
		expect(desk.look('di ba')).toMatchObject({ readAs: '', total: 6 });
		expect(desk.look('bolete ca')).toMatchObject({ readAs: 'bollette', total: 1 });
		expect(desk.look('ba ')).toMatchObject({ readAs: null, total: 0 });
		expect(desk.look('bad').total).toBe(1);
	});

	it('finds a word of two letters that is there', () => {
		const rooms = aCatalogue(anEntry('a', 'Sala TV'), anEntry('b', 'Palestra'));
		expect(rooms.look('tv')).toMatchObject({ readAs: null, total: 1 });
	});

	it('finds a word after an elision', () => {
		expect(names(desk.look('l’affitto'))).toEqual(['Affitto: contributo per l’alloggio']);
	});

	it('says which words of a row matched, so that they can be marked', () => {
		expect(desk.look('compiti').hits[0]?.matched).toContain('compiti');
	});

	it('filters what was found, and counts what other choices would leave', () => {
		const answer = desk.look('badante', { targets: ['elders'] });
		expect(answer.total).toBe(2);
		expect(names(desk.look('badante', { deliveries: ['at-home'] }))).toEqual([
			'Albo delle assistenti familiari'
		]);
		const counted = desk.search({
			text: 'badante',
			filters: noFilters,
			offset: 0,
			limit: 1,
			withCounts: true
		});
		expect(counted.counts?.terms.targets).toMatchObject({ elders: 2, carers: 1 });
	});

	it('gives one page at a time, and the total of all', () => {
		const answer = desk.look('', {}, 1, 2);
		expect(answer.total).toBe(6);
		expect(names(answer)).toEqual(['Albo delle assistenti familiari', 'Bollette']);
	});

	it('says which version answered', () => {
		expect(desk.look('').version).toBe(7);
	});
});

describe('taking over a delta', () => {
	it('finds new words, forgets old ones, and reckons how many entries there will be', () => {
		const catalogue = aCatalogue(anEntry('a', 'Pasti'), anEntry('b', 'Compiti'));
		const upserts = [anEntry('a', 'Pasti caldi'), anEntry('c', 'Trasporto')];
		expect(catalogue.countAfter(upserts, ['b', 'nobody'])).toBe(2);
		catalogue.apply(upserts, ['b', 'nobody'], 8);
		expect(names(catalogue.look(''))).toEqual(['Pasti caldi', 'Trasporto']);
		expect(catalogue.look('compiti').total).toBe(0);
		expect(catalogue.look('caldi')).toMatchObject({ total: 1, version: 8 });
		expect(catalogue.get('b')).toBeUndefined();
	});

	it('leaves an index that opens again and finds the same', () => {
		const catalogue = aCatalogue(anEntry('a', 'Pasti'), anEntry('b', 'Compiti'));
		catalogue.apply([anEntry('c', 'Trasporto')], ['b'], 8);
		const again = open([anEntry('a', 'Pasti'), anEntry('c', 'Trasporto')], catalogue.indexText());
		const answer = again?.search({ text: 'trasporto', filters: noFilters, offset: 0, limit: 5 });
		expect(answer?.hits.map((hit) => hit.id)).toEqual(['c']);
	});
});

describe('a stored index that cannot be used', () => {
	it('is refused when it is cut short', () => {
		expect(open([anEntry('a', 'Pasti')], '{"documentCount":1')).toBeNull();
	});

	it('is refused when it belongs to other entries', () => {
		const index = new MiniSearch<CatalogueEntry>(indexOptions);
		index.addAll([anEntry('a', 'Pasti'), anEntry('b', 'Compiti')]);
		expect(open([anEntry('a', 'Pasti')], JSON.stringify(index))).toBeNull();
	});
});
