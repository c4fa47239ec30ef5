/**
 * The catalogue's tables: one for each HSDS entity, made from the description in `hsds.ts`, and what publishing keeps.
 * Rows are written and read by db/catalogue/hsds-rows.ts, with statements made from the same description.
 *
 * - A shared entity's row has its HSDS id, and the hash of its document to tell a change.
 * - Any other row belongs to one shared entity (`root`, `root_id`) and stands at one place in it: `path`, as
 *   `contacts.0.phones.1`. HSDS ids of such rows are not unique in real files, places are.
 * - `extra` holds, as JSON, the members that have no column.
 */
import {
	index,
	integer,
	primaryKey,
	real,
	sqliteTable,
	text,
	type AnySQLiteColumn,
	type SQLiteColumnBuilderBase
} from 'drizzle-orm/sqlite-core';
import {
	entities,
	relationsOf,
	type EntityName,
	type Field
} from '../../src/lib/domain/catalogue/hsds.ts';
import { columnOf, linkTable } from '../catalogue/hsds-columns.ts';

type Columns = Record<string, SQLiteColumnBuilderBase>;

function fieldColumn(field: Field): SQLiteColumnBuilderBase {
	const column = field.type === 'euros' ? integer() : field.type === 'number' ? real() : text();
	return field.required ? column.notNull() : column;
}

/** Resolved late: tables refer to each other in both directions of this file. */
function idOf(entity: EntityName): AnySQLiteColumn {
	return (tables[entity] as unknown as { id: AnySQLiteColumn }).id;
}

function entityColumns(name: EntityName): Columns {
	const columns: Columns = {};
	for (const [field, spec] of Object.entries(entities[name].fields)) {
		columns[columnOf(field, spec)] = fieldColumn(spec);
	}
	for (const [, relation] of relationsOf(name)) {
		if (relation.idField)
			columns[relation.idField] = text().references(() => idOf(relation.entity));
	}
	columns.extra = text();
	return columns;
}

function sharedTable(name: EntityName) {
	return sqliteTable(name, {
		...entityColumns(name),
		id: text().primaryKey(),
		content_hash: text().notNull()
	});
}

function ownedTable(name: EntityName) {
	return sqliteTable(
		name,
		{
			root: text().notNull(),
			root_id: text().notNull(),
			path: text().notNull(),
			...entityColumns(name)
		},
		(table) => [primaryKey({ columns: [table.root, table.root_id, table.path] })]
	);
}

/** Lists of shared entities: an organization's locations and programs. */
function listTable(from: EntityName, to: EntityName) {
	return sqliteTable(
		linkTable(from, to),
		{
			root_id: text()
				.notNull()
				.references(() => idOf(from)),
			position: integer().notNull(),
			target_id: text()
				.notNull()
				.references(() => idOf(to))
		},
		(table) => [primaryKey({ columns: [table.root_id, table.position] })]
	);
}

export const taxonomy = sharedTable('taxonomy');
export const taxonomyTerm = sharedTable('taxonomy_term');
export const location = sharedTable('location');
export const program = sharedTable('program');
export const organization = sharedTable('organization');
export const service = sharedTable('service');
export const organizationLocation = listTable('organization', 'location');
export const organizationProgram = listTable('organization', 'program');
export const serviceAtLocation = ownedTable('service_at_location');
export const address = ownedTable('address');
export const phone = ownedTable('phone');
export const contact = ownedTable('contact');
export const schedule = ownedTable('schedule');
export const language = ownedTable('language');
export const funding = ownedTable('funding');
export const accessibility = ownedTable('accessibility');
export const costOption = ownedTable('cost_option');
export const priceBand = ownedTable('price_band');
export const requiredDocument = ownedTable('required_document');
export const serviceArea = ownedTable('service_area');
export const organizationIdentifier = ownedTable('organization_identifier');
export const attribute = ownedTable('attribute');
export const metadata = ownedTable('metadata');

const tables: Record<EntityName, object> = {
	taxonomy,
	taxonomy_term: taxonomyTerm,
	location,
	program,
	organization,
	service,
	service_at_location: serviceAtLocation,
	address,
	phone,
	contact,
	schedule,
	language,
	funding,
	accessibility,
	cost_option: costOption,
	price_band: priceBand,
	required_document: requiredDocument,
	service_area: serviceArea,
	organization_identifier: organizationIdentifier,
	attribute,
	metadata
};

/** One row: `revision` grows with every import that changed something, so that a publication can be seen to be old. */
export const catalogueContent = sqliteTable('catalogue_content', {
	id: integer().primaryKey(),
	revision: integer().notNull()
});

/** What was published to devices, newest last. */
export const catalogueVersion = sqliteTable('catalogue_version', {
	version: integer().primaryKey({ autoIncrement: true }),
	/** SHA-256 of the snapshot's bytes; also its file name. */
	hash: text().notNull(),
	/** Bytes of the snapshot as they are, and as brotli. */
	size: integer().notNull(),
	transferSize: integer('transfer_size').notNull(),
	entries: integer().notNull(),
	/** The content's revision, and the version of the projection, that it was made from. */
	revision: integer().notNull(),
	projection: integer().notNull(),
	createdAt: integer('created_at').notNull()
});

/** The last thing that happened to each service on the devices: deltas are read from here. */
export const catalogueChange = sqliteTable(
	'catalogue_change',
	{
		serviceId: text('service_id').primaryKey(),
		version: integer().notNull(),
		op: text({ enum: ['put', 'gone'] }).notNull(),
		/** The entry's JSON as published; null when gone. */
		entry: text()
	},
	(table) => [index('catalogue_change_by_version').on(table.version)]
);

/**
 * Every version there was of each rule of orientation. A rule in force is the newest of its id, unless it is retired; a
 * request that was oriented by an older one finds it by id and version.
 */
export const orientationRule = sqliteTable(
	'orientation_rule',
	{
		id: text().notNull(),
		/** Of the set of rules that it came with. */
		version: integer().notNull(),
		/** Canonical JSON. */
		body: text().notNull(),
		createdAt: integer('created_at').notNull(),
		/** The set of rules that it was taken out of; null while it is in force, and where a newer one took its place. */
		retiredIn: integer('retired_in'),
		retiredAt: integer('retired_at')
	},
	(table) => [primaryKey({ columns: [table.id, table.version] })]
);
