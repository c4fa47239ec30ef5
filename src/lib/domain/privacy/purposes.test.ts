import { describe, expect, it } from 'vitest';
import type { ObjectSchema, ObjectEntries } from 'valibot';
import { rowSchemas } from '../model.ts';
import { serverModel } from '../server-model.ts';
import { CITY_SCOPE, deskScope, roles, scopesOfRole, volunteerScope } from '../roles.ts';
import { purposeTable, readers, type FieldRule, type Reader } from './purposes.ts';

const collections = Object.keys(rowSchemas);
const scopeOf: Record<Reader, string> = {
	operator: deskScope('cambonino'),
	manager: CITY_SCOPE,
	volunteer: volunteerScope('piero')
};

function fieldsOfSchema(collection: string): string[] {
	const schema = rowSchemas[collection] as ObjectSchema<ObjectEntries, undefined>;
	return Object.keys(schema.entries).sort();
}

function rulesOf(collection: string): [string, FieldRule][] {
	return Object.entries(purposeTable[collection as keyof typeof purposeTable].fields);
}

/** A row with something in every field of its schema, and one that no schema knows. */
function fullRow(collection: string) {
	const named = fieldsOfSchema(collection).map((field) => [field, `${field} of it`]);
	return Object.fromEntries([...named, ['notInTheTable', 'secret']]);
}

describe('the table of purposes', () => {
	it('has every collection there is, and no other', () => {
		expect(Object.keys(purposeTable).sort()).toEqual(collections.toSorted());
	});

	it.each(collections)('names every field of %s, and no other', (collection) => {
		const named = rulesOf(collection).map(([field]) => field);
		expect(named.sort()).toEqual(fieldsOfSchema(collection));
	});

	it('asks for consent only where a field may be left empty', () => {
		const asked = collections.flatMap((collection) =>
			rulesOf(collection)
				.filter(([, { basis }]) => basis === 'consent')
				.map(([field]) => ({ collection, field }))
		);
		expect(asked).not.toEqual([]);
		for (const { collection, field } of asked) {
			const schema = rowSchemas[collection] as ObjectSchema<ObjectEntries, undefined>;
			const entry = schema.entries[field]!;
			expect(entry['~run']({ value: '' }, {}).issues, `${collection}.${field}`).toBeUndefined();
		}
	});
});

describe('what a role is given', () => {
	const cases = readers.flatMap((reader) =>
		collections.map((collection) => [reader, collection] as const)
	);

	it.each(cases)('a %s has of %s exactly what the table says', (reader, collection) => {
		const allowed = rulesOf(collection)
			.filter(([, rule]) => rule.readers.includes(reader))
			.map(([field]) => field);
		const seen = serverModel.project(scopeOf[reader], collection, fullRow(collection));
		if (allowed.length === 0) expect(seen).toBeNull();
		else expect(Object.keys(seen!).sort()).toEqual(allowed.sort());
	});

	it.each(cases)('a %s has %s or has it not, whatever is in it', (reader, collection) => {
		const ofNothing = serverModel.project(scopeOf[reader], collection, {});
		const ofAll = serverModel.project(scopeOf[reader], collection, fullRow(collection));
		expect(ofNothing === null).toBe(ofAll === null);
	});

	it('is nothing in a scope that is none, and of a collection that is none', () => {
		for (const scope of ['', 'desk', 'cities', 'provider:x', 'device:x']) {
			expect(serverModel.project(scope, 'people', fullRow('people')), scope).toBeNull();
		}
		expect(serverModel.project(CITY_SCOPE, 'secrets', { id: 'x' })).toBeNull();
	});

	it('comes to every role through its own scopes alone; to an administrator through none', () => {
		const scopes = Object.fromEntries(
			roles.map((role) => [role, scopesOfRole(role, ['cambonino'], 'piero')])
		);
		expect(scopes).toEqual({
			operator: [scopeOf.operator],
			manager: [scopeOf.manager],
			volunteer: [scopeOf.volunteer],
			administrator: []
		});
	});
});
