import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hsds, HsdsService } from '../../src/lib/domain/catalogue/hsds.ts';
import { anEmptyCatalogue, countRows, enter } from '../../tests/builders/catalogue.ts';
import { anHsdsService, arbitraryService, aTerm } from '../../tests/builders/hsds.ts';
import type { Connection } from '../connection.ts';
import { exportPage } from './export.ts';
import { importServices, type ImportResult } from './import.ts';
import { createServiceReader } from './hsds-rows.ts';
import { asSource } from './service-file.ts';

let opened: Connection[] = [];
afterEach(() => {
	for (const connection of opened) connection.close();
	opened = [];
});
function aCatalogue() {
	const connection = anEmptyCatalogue();
	opened.push(connection);
	return connection;
}

const exported = (connection: Connection) =>
	(JSON.parse([...exportPage(connection)].join('')) as { contents: HsdsService[] }).contents;

/** `row path: reason` of each error. */
function errorsOf(result: ImportResult): string[] {
	if (result.ok) return [];
	return result.error.messages.first.map(({ row, path, reason }) => `${row} ${path}: ${reason}`);
}
async function tryImport(...services: unknown[]) {
	const connection = aCatalogue();
	const result = await importServices(connection, asSource(services));
	return { connection, result, errors: errorsOf(result) };
}

describe('the catalogue', { timeout: 60_000 }, () => {
	it('gives back every service as it came, whatever it holds, and takes its own export as no change', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(arbitraryService, { minLength: 1, maxLength: 3 }),
				async (services) => {
					const connection = aCatalogue();
					await enter(connection, services);
					const reader = createServiceReader(connection);
					for (const service of services) expect(reader.service(service.id)).toEqual(service);
					expect(await enter(connection, exported(connection))).toMatchObject({
						added: 0,
						changed: 0,
						unchanged: services.length,
						warnings: { count: 0 }
					});
					connection.close();
				}
			),
			{ numRuns: 25 }
		);
	});

	it('replaces what a service had, down to the order of its phones', async () => {
		const connection = aCatalogue();
		const phone = (number: string) => ({ id: randomUUID(), number });
		const [first, second] = [phone('0372 000001'), phone('0372 000002')];
		const service = anHsdsService({ description: 'vecchia', phones: [first, second] });
		await enter(connection, [service]);
		const now = {
			...service,
			description: undefined,
			phones: [second, first, phone('0372 000003')]
		};
		expect(await enter(connection, [now])).toMatchObject({ added: 0, changed: 1 });
		const { description: _, ...expected } = now;
		expect(createServiceReader(connection).service(service.id)).toEqual(expected);
	});

	it('keeps members that HSDS does not know, and says which', async () => {
		const connection = aCatalogue();
		const service = {
			...anHsdsService(),
			codice_interno: { anno: 2026 },
			phones: [{ id: randomUUID(), number: '1', orario: 'mattina' }]
		};
		expect((await enter(connection, [service])).unknownMembers).toEqual([
			'phone.orario',
			'service.codice_interno'
		]);
		expect(createServiceReader(connection).service(service.id)).toEqual(service);
	});

	it('leaves out null and empty lists, which say nothing', async () => {
		const connection = aCatalogue();
		const service = anHsdsService();
		await enter(connection, [{ ...service, email: null, phones: [], organization: null }]);
		expect(createServiceReader(connection).service(service.id)).toEqual(service);
	});

	it('writes nothing in a dry run, and says what it would have done', async () => {
		const connection = aCatalogue();
		const before = countRows(connection);
		const result = await importServices(connection, asSource([anHsdsService()]), { dryRun: true });
		expect(result).toMatchObject({ ok: true, summary: { added: 1 } });
		expect(countRows(connection)).toBe(before);
	});

	it('imports all or nothing', async () => {
		const { connection, result } = await tryImport(
			anHsdsService(),
			anHsdsService({ status: 'aktive' as never })
		);
		expect(result).toMatchObject({ ok: false, error: { kind: 'wrong-rows', read: 2 } });
		expect(countRows(connection)).toBe(0);
	});

	it('keeps price bands in whole cents', async () => {
		const connection = aCatalogue();
		const price_bands = [
			{ isee_type: 'ordinario', to: 3000, fee: 0, unit: 'ora', currency: 'EUR' },
			{
				isee_type: 'ordinario',
				from: 3000.01,
				fee: 16.1,
				unit: 'ora',
				valid_from: '2026-01-01',
				valid_to: '2026-12-31'
			}
		] as const;
		const service = anHsdsService({ price_bands: [...price_bands] });
		await enter(connection, [service]);
		expect(
			connection.sqlite
				.prepare('select from_cents, to_cents, fee_cents from price_band order by path')
				.raw()
				.all()
		).toEqual([
			[null, 300000, 0],
			[300001, null, 1610]
		]);
		expect(createServiceReader(connection).service(service.id)).toEqual(service);
	});
});

describe('organizations, places and terms that several services share', () => {
	const ente = { id: randomUUID(), name: 'Comune', description: 'Comune' };

	it('are stored once', async () => {
		const connection = aCatalogue();
		await enter(connection, [
			anHsdsService({ organization: ente }),
			anHsdsService({ organization: ente })
		]);
		expect(connection.sqlite.prepare('select count(*) from organization').pluck().get()).toBe(1);
	});

	it('change every service that names them', async () => {
		const connection = aCatalogue();
		const services = [
			anHsdsService({ organization: ente }),
			anHsdsService({ organization: ente }),
			anHsdsService()
		];
		await enter(connection, services);
		const renamed = { ...ente, name: 'Comune di Cremona' };
		const [a, b, c] = services;
		expect(
			await enter(connection, [{ ...a, organization: renamed }, { ...b, organization: renamed }, c])
		).toMatchObject({ added: 0, changed: 2, unchanged: 1 });
	});

	it('stand as the first copy says when copies contradict each other, and the other copy is named', async () => {
		const connection = aCatalogue();
		const services = [
			anHsdsService({ organization: ente }),
			anHsdsService({ organization: { ...ente, name: 'COMUNE', email: 'pois@example.org' } })
		];
		const summary = await enter(connection, services);
		expect(summary.warnings).toEqual({
			count: 1,
			first: [
				{
					row: 2,
					path: 'organization.name',
					reason: `differs from the copy of organization ${ente.id} in row 1, which stands`
				}
			]
		});
		const organizations = exported(connection).map(({ organization }) => organization);
		const merged = { ...ente, email: 'pois@example.org' };
		expect(organizations).toEqual([merged, merged]);
		expect(await enter(connection, services)).toMatchObject({ changed: 0, unchanged: 2 });
	});

	it('may be named by id, if they are in the file or the catalogue', async () => {
		const named = { ...anHsdsService(), organization_id: ente.id };
		const { errors } = await tryImport(named);
		expect(errors).toEqual([
			`1 organization_id: names organization ${ente.id}, which is neither in the file nor in the catalogue`
		]);
		const { connection } = await tryImport(named, anHsdsService({ organization: ente }));
		expect(createServiceReader(connection).service(named.id)).toEqual({
			...named,
			organization: ente
		});
		expect(await enter(connection, exported(connection))).toMatchObject({
			changed: 0,
			unchanged: 2
		});
	});
});

describe('price bands of one service', () => {
	type Band = Partial<Hsds<'price_band'>>;
	const importBands = (...bands: Band[]) =>
		tryImport(anHsdsService(), { ...anHsdsService(), price_bands: bands });
	/** `row path: reason` of each warning. */
	async function warningsOf(...bands: Band[]) {
		const { result, errors } = await importBands(...bands);
		expect(errors).toEqual([]);
		if (!result.ok) return [];
		expect(result.summary.unknownMembers).toEqual([]);
		return result.summary.warnings.first.map(
			({ row, path, reason }) => `${row} ${path}: ${reason}`
		);
	}

	const overlapping: [string, Band[], string][] = [
		[
			'that share a stretch',
			[
				{ to: 3000, fee: 0 },
				{ from: 20000.01, fee: 9 },
				{ from: 2500, to: 20000, fee: 5 }
			],
			'price_bands[2].from: overlaps with price_bands[0] from 2500 to 3000'
		],
		[
			'that share one cent',
			[
				{ to: 3000, fee: 0 },
				{ from: 3000, fee: 5 }
			],
			'price_bands[1].from: overlaps with price_bands[0] at 3000, because both ends belong to a band'
		],
		[
			'without limits',
			[{ fee: 0 }, { from: 10, fee: 5 }],
			'price_bands[1].from: overlaps with price_bands[0] from 10 on'
		],
		[
			'one of which says ordinario, EUR and the unit in Italian',
			[
				{ fee: 0, unit: 'hour' },
				{ fee: 5, unit: 'Ora', isee_type: 'ordinario', currency: 'EUR' }
			],
			'price_bands[1].from: overlaps with price_bands[0] from 0 on'
		],
		[
			'on one day only',
			[
				{ fee: 0, valid_to: '2026-06-30' },
				{ fee: 5, valid_from: '2026-06-30' }
			],
			'price_bands[1].from: overlaps with price_bands[0] from 0 on'
		],
		[
			'for the same household',
			[{ fee: 9 }, { fee: 5, members_from: 4 }, { to: 100, fee: 0, members_from: 4 }],
			'price_bands[2].from: overlaps with price_bands[1] from 0 to 100'
		],
		[
			'that count a household in two ways',
			[{ fee: 9 }, { fee: 5, members_from: 4 }, { fee: 0, minors_from: 2 }],
			'price_bands[2].minors_from: counts minors, and price_bands[1] counts members: a household could be in both'
		]
	];
	it.each(overlapping)('are refused %s', async (_, bands, error) => {
		const { errors, connection } = await importBands(...bands);
		expect(errors).toEqual([`2 ${error}`]);
		expect(countRows(connection)).toBe(0);
	});

	const apart: [string, Band[]][] = [
		['kind of ISEE', [{ fee: 0 }, { fee: 5, isee_type: 'sociosanitario' }]],
		[
			'unit',
			[
				{ fee: 0, unit: 'ora' },
				{ fee: 5, unit: 'mese' }
			]
		],
		['currency', [{ fee: 0 }, { fee: 5, currency: 'CHF' }]],
		['household', [{ fee: 9 }, { fee: 5, members_from: 4 }, { fee: 0, members_from: 6 }]],
		[
			'year',
			[
				{ fee: 9, valid_to: '2025-12-31' },
				{ fee: 5, valid_from: '2026-01-01' }
			]
		],
		[
			'stretch, to the cent or to the next euro',
			[
				{ to: 3000, fee: 0 },
				{ from: 3000.01, to: 6000, fee: 5 },
				{ from: 6001, fee: 9 }
			]
		]
	];
	it.each(apart)('may stand side by side for another %s', async (_, bands) => {
		expect(await warningsOf(...bands)).toEqual([]);
	});

	const gaps: [string, Band[], string[]][] = [
		[
			'between two bands, from a cent more than a euro on',
			[
				{ to: 3000, fee: 0 },
				{ from: 3001.01, fee: 5 }
			],
			['2 price_bands[1].from: no band covers an ISEE from 3000.01 to 3001']
		],
		[
			'at both ends',
			[{ from: 1, to: 3000, fee: 0 }],
			[
				'2 price_bands[0].from: no band covers an ISEE from 0 to 0.99',
				'2 price_bands[0].to: no band covers an ISEE over 3000'
			]
		],
		[
			'in a part of the year',
			[
				{ to: 3000, fee: 0 },
				{ from: 3001, fee: 5, valid_to: '2026-06-30' },
				{ from: 4000, fee: 5, valid_from: '2026-07-01' }
			],
			['2 price_bands[2].from: no band covers an ISEE from 3000.01 to 3999.99, on 2026-07-01']
		],
		[
			'for one household',
			[{ fee: 9 }, { to: 6000, fee: 5, minors_from: 3 }],
			['2 price_bands[1].to: no band covers an ISEE over 6000']
		],
		[
			'for small households',
			[{ fee: 9, members_from: 4 }],
			['2 price_bands[0].members_from: no band is for a household of fewer than 4 members']
		]
	];
	it.each(gaps)('are imported with a warning when they leave a gap %s', async (_, bands, words) => {
		expect((await warningsOf(...bands)).sort()).toEqual([...words].sort());
	});

	it('keep household and funding, and give them back', async () => {
		const connection = aCatalogue();
		const price_bands = [
			{ fee: 9, funding: 'Fondo sociale comunale' },
			{ fee: 5, minors_from: 3, funding: 'Fondo famiglie' }
		];
		const service = anHsdsService({ price_bands });
		const summary = await enter(connection, [service]);
		expect(summary).toMatchObject({ unknownMembers: [], warnings: { count: 0 } });
		expect(createServiceReader(connection).service(service.id)).toEqual(service);
		expect(await enter(connection, exported(connection))).toMatchObject({ unchanged: 1 });
	});
});

describe('wrong services are named by row, member and reason', () => {
	const id = '00000000-0000-4000-8000-000000000001';
	const wrong: [string, Record<string, unknown>, string][] = [
		['no name', { name: undefined }, 'name: is missing'],
		['an empty name', { name: null }, 'name: is missing'],
		[
			'a status of its own',
			{ status: 'open' },
			'status: "open" is not one of active, inactive, defunct, temporarily closed'
		],
		['an id that is no UUID', { id: 'abc' }, 'id: "abc" is not a UUID'],
		['a number as text', { minimum_age: '18' }, 'minimum_age: must be a number, is "18"'],
		['text as a number', { name: 3 }, 'name: must be text, is 3'],
		[
			'a day that is not',
			{ assured_date: '2026-02-30' },
			'assured_date: "2026-02-30" is not a date like 2026-01-31'
		],
		[
			'ages the wrong way round',
			{ minimum_age: 65, maximum_age: 18 },
			'maximum_age: 18 is below minimum_age, 65'
		],
		['a list that is none', { phones: {} }, 'phones: must be a list, is {}'],
		[
			'a member that is none',
			{ organization: 'Comune' },
			'organization: must be an object, is "Comune"'
		],
		['a phone without number', { phones: [{ id }] }, 'phones[0].number: is missing'],
		[
			'an organization_id that contradicts its organization',
			{
				organization_id: id,
				organization: { id: id.replace('1', '2'), name: 'x', description: 'x' }
			},
			`organization_id: is ${id}, but organization has the id ${id.replace('1', '2')}`
		],
		[
			'a place in a wrong place',
			{
				service_at_locations: [{ id, location: { id, location_type: 'physical', latitude: '45' } }]
			},
			'service_at_locations[0].location.latitude: must be a number, is "45"'
		],
		[
			'a code that our vocabulary does not have',
			{ attributes: [aTerm('sportello-provider-kind', 'parrocchia')] },
			'attributes[0].taxonomy_term.code: "parrocchia" is not a code of sportello-provider-kind: public, accredited, private, volunteer'
		],
		[
			'a price band that ends before it begins',
			{ price_bands: [{ from: 10, to: 5, fee: 1 }] },
			'price_bands[0].to: 5 is below from, 10'
		],
		['a price band without fee', { price_bands: [{ from: 10 }] }, 'price_bands[0].fee: is missing'],
		[
			'a fee in fractions of a cent',
			{ price_bands: [{ fee: 1.005 }] },
			'price_bands[0].fee: 1.005 is not an amount in euros with at most two decimals'
		],
		[
			'a band that begins in fractions of a cent',
			{ price_bands: [{ from: 3000.001, fee: 1 }] },
			'price_bands[0].from: 3000.001 is not an amount in euros with at most two decimals'
		],
		['a fee below zero', { price_bands: [{ fee: -1 }] }, 'price_bands[0].fee: -1 is below zero'],
		[
			'a band for half a person',
			{ price_bands: [{ members_from: 2.5, fee: 1 }] },
			'price_bands[0].members_from: 2.5 is not a whole number from 1 on'
		],
		[
			'a band for no minors',
			{ price_bands: [{ minors_from: 0, fee: 1 }] },
			'price_bands[0].minors_from: 0 is not a whole number from 1 on'
		],
		[
			'a number of people as text',
			{ price_bands: [{ members_from: '3', fee: 1 }] },
			'price_bands[0].members_from: must be a number, is "3"'
		],
		[
			'a band that counts people and minors',
			{ price_bands: [{ members_from: 4, minors_from: 2, fee: 1 }] },
			'price_bands[0].minors_from: stands beside members_from: only one can be'
		],
		[
			'a funding without title',
			{ price_bands: [{ fee: 1, funding: { source: 'Comune' } }] },
			'price_bands[0].funding: must be text, is {"source":"Comune"}'
		]
	];
	it.each(wrong)('%s', async (_, members, error) => {
		const { errors } = await tryImport(anHsdsService(), { ...anHsdsService(), ...members });
		expect(errors).toEqual([`2 ${error}`]);
	});

	it('two services with one id', async () => {
		const { errors } = await tryImport(
			anHsdsService({ id }),
			anHsdsService(),
			anHsdsService({ id })
		);
		expect(errors).toEqual([`3 id: ${id} is already the id of row 1`]);
	});

	it('something that is no service at all', async () => {
		expect((await tryImport('x')).errors).toEqual(['1 : must be an object, is "x"']);
		expect((await tryImport()).errors).toEqual(['undefined : holds no service']);
	});

	it('keeps the first fifty word for word and counts the rest', async () => {
		const services = Array.from({ length: 60 }, () => anHsdsService({ status: 'open' as never }));
		const { result } = await tryImport(...services);
		expect(result).toMatchObject({ ok: false, error: { messages: { count: 60 } } });
		expect(errorsOf(result)).toHaveLength(50);
	});

	it('lets terms of other taxonomies pass', async () => {
		const { result } = await tryImport(
			anHsdsService({ attributes: [aTerm('covid19italia', 'spesa')] })
		);
		expect(result.ok).toBe(true);
	});
});
