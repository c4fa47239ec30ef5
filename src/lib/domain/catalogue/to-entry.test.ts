import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { catalogueEntrySchema } from './entry.ts';
import type { Hsds, HsdsService } from './hsds.ts';
import { toCatalogueEntry } from './to-entry.ts';

const id = '00000000-0000-4000-8000-000000000001';
const service: HsdsService = { id, name: 'Pasti a domicilio', status: 'active' };

function term(taxonomy: string, code: string, value?: string): Hsds<'attribute'> {
	return {
		id,
		value,
		taxonomy_term: { id, name: `nome di ${code}`, description: code, taxonomy, code }
	};
}
function at(location: Partial<Hsds<'location'>>, rest: Partial<Hsds<'service_at_location'>> = {}) {
	return { id, location: { id, location_type: 'physical' as const, ...location }, ...rest };
}

describe('a device’s entry', () => {
	it('of a bare service is its id, name, status and an unnamed provider', () => {
		expect(toCatalogueEntry(service)).toEqual({
			id,
			name: 'Pasti a domicilio',
			status: 'active',
			provider: { name: '' }
		});
	});

	it.each([
		'javascript:alert(1)',
		' JavaScript:alert(1)',
		'data:text/html,x',
		'file:///etc/passwd'
	])('leads to no address like %s', (address) => {
		const entry = toCatalogueEntry({
			...service,
			url: address,
			organization: { id, name: 'Cooperativa', description: 'x', website: 'https://example.org' },
			required_documents: [{ id, document: 'ISEE', uri: address }]
		});
		expect(entry.url).toBe('https://example.org');
		expect(entry.documents).toEqual([{ name: 'ISEE' }]);
	});

	it('has the vocabularies’ codes, and other terms by name', () => {
		const entry = toCatalogueEntry({
			...service,
			organization: { id, name: 'Cooperativa', description: 'x' },
			attributes: [
				term('sportello-area', 'elders'),
				term('sportello-area', 'elders'),
				term('sportello-kind', 'at-home'),
				term('sportello-target', 'carers'),
				term('sportello-delivery', 'at-home'),
				term('cpsv-ap-it-life-event', '2.0'),
				term('sportello-provider-kind', 'accredited'),
				term('sportello-provenance', 'official', 'Fonte: pagina del Comune.'),
				term('sportello-card', 'what-you-get', 'Un pasto caldo.'),
				term('sportello-card', 'conditions', 'Nei giorni feriali.'),
				term('sportello-card', 'example-tariff', 'Prezzi inventati.'),
				term('altra', 'pasti')
			]
		});
		expect(entry).toEqual({
			id,
			name: 'Pasti a domicilio',
			status: 'active',
			provider: { name: 'Cooperativa', kind: 'accredited' },
			areas: ['elders'],
			kinds: ['at-home'],
			targets: ['carers'],
			deliveries: ['at-home'],
			lifeEvents: ['2.0'],
			provenance: 'official',
			source: 'Fonte: pagina del Comune.',
			whatYouGet: 'Un pasto caldo.',
			conditions: 'Nei giorni feriali.',
			exampleTariff: 'Prezzi inventati.',
			topics: ['nome di pasti']
		});
	});

	it('takes the kind of provider from the organization when the service does not say', () => {
		const organization = {
			id,
			name: 'Comune',
			description: 'x',
			attributes: [term('sportello-provider-kind', 'public')]
		};
		expect(toCatalogueEntry({ ...service, organization }).provider.kind).toBe('public');
	});

	it('has price bands as they are, in euros', () => {
		const price_bands = [
			{ isee_type: 'ordinario' as const, from: 0, to: 3000, fee: 0, unit: 'ora', currency: 'EUR' },
			{ from: 3000.01, fee: 16.5, valid_to: '2026-12-31' },
			{ fee: 8, minors_from: 3, funding: 'Fondo famiglie' },
			{ fee: 9, members_from: 5 }
		];
		expect(toCatalogueEntry({ ...service, price_bands }).priceBands).toEqual([
			{ iseeType: 'ordinario', from: 0, to: 3000, fee: 0, unit: 'ora' },
			{ from: 3000.01, fee: 16.5, validTo: '2026-12-31' },
			{ fee: 8, minorsFrom: 3, funding: 'Fondo famiglie' },
			{ fee: 9, membersFrom: 5 }
		]);
	});

	it('keeps the order of its hours, without the seconds', () => {
		const schedules = [
			{
				id,
				freq: 'WEEKLY' as const,
				byday: 'MO,TU',
				opens_at: '09:00:00',
				closes_at: '12:30Z',
				interval: 1
			},
			{ id, freq: 'MONTHLY' as const, byday: '1SA', notes: 'su appuntamento' },
			{ id }
		];
		expect(toCatalogueEntry({ ...service, schedules }).schedules).toEqual([
			{ days: 'MO,TU', opensAt: '09:00', closesAt: '12:30' },
			{ freq: 'MONTHLY', days: '1SA', description: 'su appuntamento' }
		]);
	});

	it('has the hours of its places, named, when it has none of its own', () => {
		const open = (byday: string) => ({ schedules: [{ id, byday }] });
		const service_at_locations = [
			at({ name: 'Zaist' }, open('MO')),
			at({ name: 'Po', ...open('TU') })
		];
		expect(toCatalogueEntry({ ...service, service_at_locations }).schedules).toEqual([
			{ days: 'MO', place: 'Zaist' },
			{ days: 'TU', place: 'Po' }
		]);
	});

	it('says where it is, with the city’s name of the neighbourhood', () => {
		const place = at({
			name: 'Presidio Zaist',
			latitude: 45.13,
			longitude: 10.02,
			external_identifier: 'zaist',
			external_identifier_type: 'sportello-neighbourhood',
			accessibility: [{ id, description: 'Senza gradini', details: 'Bagno accessibile' }],
			addresses: [
				{
					id,
					address_1: 'Via di esempio 1',
					city: 'Cremona',
					state_province: 'CR',
					postal_code: '26100',
					country: 'IT',
					address_type: 'physical'
				}
			]
		});
		const nowhere = at({ name: 'Fuori dal mondo', latitude: 100, longitude: 101 });
		const entry = toCatalogueEntry(
			{ ...service, service_at_locations: [place, nowhere] },
			() => 'Zaist'
		);
		expect(entry.places).toEqual([
			{
				name: 'Presidio Zaist',
				address: 'Via di esempio 1, 26100 Cremona',
				neighbourhood: 'Zaist',
				lat: 45.13,
				lon: 10.02,
				accessibility: ['Senza gradini. Bagno accessibile']
			},
			{ name: 'Fuori dal mondo' }
		]);
	});

	it('gives each number once, and the organization’s only when there is no other', () => {
		const organization = {
			id,
			name: 'Ente',
			description: 'x',
			email: 'ente@example.org',
			phones: [{ id, number: '0372 000009' }]
		};
		expect(toCatalogueEntry({ ...service, organization })).toMatchObject({
			phones: [{ number: '0372 000009' }],
			emails: ['ente@example.org']
		});
		const phones = [{ id, number: '0372 000001', description: 'mattina' }];
		const contacts = [
			{ id, email: 'a@example.org', phones: [...phones, { id, number: '0372 000002' }] }
		];
		expect(toCatalogueEntry({ ...service, organization, phones, contacts })).toMatchObject({
			phones: [{ number: '0372 000001', description: 'mattina' }, { number: '0372 000002' }],
			emails: ['a@example.org']
		});
	});

	it('keeps to its schema', () => {
		const entry = toCatalogueEntry({
			...service,
			required_documents: [{ id, document: 'Carta d’identità' }, { id }],
			cost_options: [{ id, option: 'Iscrizione', amount: 20, currency: 'eur' }, { id }],
			languages: [
				{ id, name: 'rumeno', code: 'ro' },
				{ id, code: 'sq' }
			],
			minimum_age: 65
		});
		expect(v.parse(catalogueEntrySchema, entry)).toEqual(entry);
		expect(entry).toMatchObject({
			documents: [{ name: 'Carta d’identità' }],
			costOptions: [{ option: 'Iscrizione', amount: 20, currency: 'EUR' }],
			languages: ['rumeno', 'sq']
		});
	});
});
