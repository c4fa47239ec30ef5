/** How members of HSDS are named in the database: known to the tables and to the statements that fill them. */
import type { EntityName, Field } from '../../src/lib/domain/catalogue/hsds.ts';

/** Euros are numbers on the wire and whole cents in the database. */
export function columnOf(field: string, spec: Field): string {
	return spec.type === 'euros' ? `${field}_cents` : field;
}

/** The table of a list of shared entities. */
export function linkTable(from: EntityName, to: EntityName): string {
	return `${from}_${to}`;
}
