/** HSDS services for tests: one that shows only what matters, and arbitrary ones with every member of the standard. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
	entities,
	relationsOf,
	type EntityName,
	type Field,
	type HsdsService
} from '../../src/lib/domain/catalogue/hsds.ts';
import { vocabularies } from '../../src/lib/domain/catalogue/vocabularies.ts';

export function anHsdsService(members: Partial<HsdsService> = {}): HsdsService {
	return { id: randomUUID(), name: 'Pasti a domicilio', status: 'active', ...members };
}

/** An attribute that gives a service a term of one of our vocabularies. */
export function aTerm(taxonomy: string, code: string) {
	const vocabulary = vocabularies.find((one) => one.taxonomy === taxonomy);
	const name = vocabulary?.terms.find((term) => term.code === code)?.it ?? code;
	return {
		id: randomUUID(),
		taxonomy_term: { id: randomUUID(), code, name, description: name, taxonomy }
	};
}

const date = fc
	.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
	.map((day) => day.toISOString());

function arbitraryField(field: Field): fc.Arbitrary<string | number> {
	if (field.values) return fc.constantFrom(...field.values);
	switch (field.type) {
		case 'text':
			return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
		case 'uuid':
			return fc.uuid();
		case 'uri':
			return fc.webUrl({ withQueryParameters: true, withFragments: true });
		case 'email':
			return fc.constantFrom('sportello@example.org', 'a.b+c@mail.example.org');
		case 'date':
			return date.map((text) => text.slice(0, 10));
		case 'date-time':
			return date;
		case 'time':
			return date.map((text) => text.slice(11, 16));
		case 'number':
			return fc
				.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
				.map((n) => n + 0);
		case 'euros':
			return fc.integer({ min: 0, max: 10_000_00 }).map((cents) => cents / 100);
	}
}

/** Only the first levels have lists: a service with all of them at every level would be thousands of rows. */
function arbitraryEntity(name: EntityName, depth: number): fc.Arbitrary<Record<string, unknown>> {
	const { fields, besides = {} } = entities[name];
	const members: Record<string, fc.Arbitrary<unknown>> = {};
	const required = Object.keys(fields).filter((field) => fields[field]?.required);
	for (const [field, spec] of Object.entries(fields)) members[field] = arbitraryField(spec);
	for (const [field, spec] of Object.entries(besides)) members[field] = arbitraryField(spec);
	for (const [field, { entity, many }] of relationsOf(name)) {
		if (depth === 0) continue;
		const child = arbitraryEntity(entity, depth - 1);
		members[field] = many
			? fc.array(child, { minLength: 1, maxLength: depth === 3 ? 3 : 1 })
			: child;
	}
	return fc.record(members, { requiredKeys: required }).map((value) => agree(name, value));
}

/** Rules over several members hold in what is made. */
function agree(name: EntityName, value: Record<string, unknown>): Record<string, unknown> {
	if (name === 'service') {
		const [low, high] = [value.minimum_age, value.maximum_age];
		if (typeof low === 'number' && typeof high === 'number' && low > high) delete value.maximum_age;
		agreeBands((value.price_bands ?? []) as Record<string, unknown>[]);
	}
	if (name === 'price_band') {
		if (typeof value.to === 'number' && value.to < ((value.from as number | undefined) ?? 0))
			delete value.to;
		if (value.valid_from && value.valid_to && String(value.valid_to) < String(value.valid_from)) {
			delete value.valid_to;
		}
		// Whom a band is for, and where it leaves off, are agreed upon by all bands of a service.
		delete value.members_from;
		delete value.minors_from;
	}
	return value;
}

/** One table without overlaps and gaps, because either would be said. */
function agreeBands(bands: Record<string, unknown>[]) {
	const shared = ['isee_type', 'unit', 'currency', 'valid_from', 'valid_to'] as const;
	bands.forEach((band, index) => {
		for (const member of shared) {
			if (bands[0]?.[member] === undefined) delete band[member];
			else band[member] = bands[0][member];
		}
		delete band.from;
		delete band.to;
		if (index > 0) band.from = index * 1000 + (index % 2 ? 0.01 : 1);
		if (index < bands.length - 1) band.to = (index + 1) * 1000;
	});
}

export const arbitraryService = arbitraryEntity(
	'service',
	3
) as unknown as fc.Arbitrary<HsdsService>;
