/**
 * Between documents (see hsds-read.ts) and rows (see db/schema/catalogue.ts), with statements made from the description.
 */
import {
	entities,
	relationsOf,
	type EntityName,
	type Field,
	type HsdsService
} from '../../src/lib/domain/catalogue/hsds.ts';
import type { Connection } from '../connection.ts';
import type { Statement } from '../engine.ts';
import { columnOf, linkTable } from './hsds-columns.ts';
import type { Doc } from './hsds-read.ts';

type Value = string | number | null;
type Row = Record<string, Value>;
type Json = Record<string, unknown>;

/** An entity's description, prepared for walking many rows. */
interface Shape {
	name: EntityName;
	fields: { field: string; column: string; spec: Field }[];
	/** Relations whose target's id stands in a column of this row. */
	references: { field: string; column: string; entity: EntityName }[];
	/** Lists of shared entities, in their own tables. */
	links: { field: string; entity: EntityName; table: string }[];
	/** Lists of rows that belong to the same root. */
	children: { field: string; entity: EntityName }[];
	columns: string[];
	known: ReadonlySet<string>;
}

function shapeOf(name: EntityName): Shape {
	const fields = Object.entries(entities[name].fields).map(([field, spec]) => ({
		field,
		column: columnOf(field, spec),
		spec
	}));
	const relations = relationsOf(name);
	const references = relations.flatMap(([field, { entity, idField }]) =>
		idField ? [{ field, column: idField, entity }] : []
	);
	const lists = relations.filter(([, relation]) => relation.many);
	return {
		name,
		fields,
		references,
		links: lists
			.filter(([, { entity }]) => entities[entity].shared)
			.map(([field, { entity }]) => ({ field, entity, table: linkTable(name, entity) })),
		children: lists
			.filter(([, { entity }]) => !entities[entity].shared)
			.map(([field, { entity }]) => ({ field, entity })),
		columns: [
			...fields.map(({ column }) => column),
			...references.map(({ column }) => column),
			'extra'
		],
		known: new Set([...fields.map(({ field }) => field), ...relations.map(([field]) => field)])
	};
}

const shapes = Object.fromEntries(
	(Object.keys(entities) as EntityName[]).map((name) => [name, shapeOf(name)])
) as Record<EntityName, Shape>;

/** The entities whose rows may belong to a root. */
function ownedBy(root: EntityName): EntityName[] {
	const found = new Set<EntityName>();
	const visit = (name: EntityName) => {
		for (const { entity } of shapes[name].children) {
			if (found.has(entity)) continue;
			found.add(entity);
			visit(entity);
		}
	};
	visit(root);
	return [...found];
}

function toRow(shape: Shape, doc: Json): Value[] {
	const values: Value[] = shape.fields.map(({ field, spec }) => {
		const value = doc[field] as Value | undefined;
		if (value === undefined) return null;
		return spec.type === 'euros' ? Math.round((value as number) * 100) : value;
	});
	for (const { field } of shape.references) values.push((doc[field] as string | undefined) ?? null);
	let extra: Json | null = null;
	for (const member of Object.keys(doc)) {
		if (!shape.known.has(member)) (extra ??= {})[member] = doc[member];
	}
	values.push(extra === null ? null : JSON.stringify(extra));
	return values;
}

function fromRow(shape: Shape, row: Row): Json {
	const doc: Json = {};
	for (const { field, column, spec } of shape.fields) {
		const value = row[column] ?? null;
		if (value !== null) doc[field] = spec.type === 'euros' ? (value as number) / 100 : value;
	}
	return doc;
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ');

/**
 * Writes documents over what the database holds under their ids. The caller has the transaction, and gives dependencies
 * before what refers to them.
 */
export function createDocumentWriter({ sqlite }: Connection) {
	const prepared = new Map<string, Statement>();
	const statement = (sql: string) => {
		let found = prepared.get(sql);
		if (!found) prepared.set(sql, (found = sqlite.prepare(sql)));
		return found;
	};

	function writeChildren(root: EntityName, rootId: string, shape: Shape, doc: Json, path: string) {
		for (const { field, entity } of shape.children) {
			const items = doc[field] as Json[] | undefined;
			if (!items) continue;
			const child = shapes[entity];
			const insert = statement(
				`insert into "${entity}" (root, root_id, path, ${quoted(child.columns)}) values (${marks(child.columns.length + 3)})`
			);
			items.forEach((item, index) => {
				const place = `${path}${field}.${index}`;
				insert.run(root, rootId, place, ...toRow(child, item));
				writeChildren(root, rootId, child, item, `${place}.`);
			});
		}
	}

	return {
		/** @param replaces whether rows of this document may be there already */
		write(root: EntityName, doc: Doc, hash: string, replaces: boolean): void {
			const shape = shapes[root];
			const columns = [...shape.columns, 'content_hash'];
			const updates = columns
				.filter((column) => column !== 'id')
				.map((column) => `"${column}" = excluded."${column}"`)
				.join(', ');
			statement(
				`insert into "${root}" (${quoted(columns)}) values (${marks(columns.length)}) on conflict (id) do update set ${updates}`
			).run(...toRow(shape, doc), hash);
			if (replaces) {
				for (const entity of ownedBy(root)) {
					statement(`delete from "${entity}" where root = ? and root_id = ?`).run(root, doc.id);
				}
			}
			writeChildren(root, doc.id, shape, doc, '');
			for (const { field, table } of shape.links) {
				if (replaces) statement(`delete from "${table}" where root_id = ?`).run(doc.id);
				const ids = (doc[field] as string[] | undefined) ?? [];
				ids.forEach((id, position) => {
					statement(`insert into "${table}" (root_id, position, target_id) values (?, ?, ?)`).run(
						doc.id,
						position,
						id
					);
				});
			}
		}
	};
}

/** How many composed shared entities are kept while many services are read. */
const CACHED_ENTITIES = 5000;

/**
 * Composes the JSON of services from their rows. Shared entities are composed once and then embedded wherever they are
 * named: the JSON given out is not to be changed, and a reader is good for one reading of the catalogue.
 */
export function createServiceReader({ sqlite }: Connection) {
	const readers = new Map<EntityName, (id: string) => Json>();
	const cache = new Map<string, Json>();

	function reader(root: EntityName): (id: string) => Json {
		const found = readers.get(root);
		if (found) return found;
		const selectRoot = sqlite.prepare(`select * from "${root}" where id = ?`);
		const owned = ownedBy(root).map((entity) => ({
			shape: shapes[entity],
			select: sqlite.prepare(`select * from "${entity}" where root = ? and root_id = ?`)
		}));
		const links = shapes[root].links.map(({ field, entity, table }) => ({
			field,
			entity,
			select: sqlite
				.prepare(`select target_id from "${table}" where root_id = ? order by position`)
				.pluck()
		}));
		const read = (id: string) => {
			const rootRow = selectRoot.get(id) as Row | undefined;
			if (!rootRow) throw new Error(`${root} ${id} is referred to but not there`);
			const children = new Map<string, Json[]>();
			for (const { shape, select } of owned) {
				for (const row of select.all(root, id) as Row[]) {
					const path = String(row.path);
					const cut = path.lastIndexOf('.');
					const list = path.slice(0, cut);
					let items = children.get(list);
					if (!items) children.set(list, (items = []));
					items[Number(path.slice(cut + 1))] = compose(shape, row);
				}
			}
			const json = compose(shapes[root], rootRow);
			attach(shapes[root], json, '', children);
			for (const { field, entity, select } of links) {
				const ids = select.all(id) as string[];
				if (ids.length > 0) json[field] = ids.map((target) => shared(entity, target));
			}
			return json;
		};
		readers.set(root, read);
		return read;
	}

	function compose(shape: Shape, row: Row): Json {
		const json = fromRow(shape, row);
		for (const { field, column, entity } of shape.references) {
			const id = row[column];
			if (typeof id === 'string') json[field] = shared(entity, id);
		}
		if (typeof row.extra === 'string') Object.assign(json, JSON.parse(row.extra));
		return json;
	}

	/** Lists are hung on after all rows are read, because their rows come in no order. */
	function attach(shape: Shape, json: Json, path: string, children: ReadonlyMap<string, Json[]>) {
		for (const { field, entity } of shape.children) {
			const items = children.get(`${path}${field}`);
			if (!items) continue;
			json[field] = items;
			items.forEach((item, index) =>
				attach(shapes[entity], item, `${path}${field}.${index}.`, children)
			);
		}
	}

	function shared(entity: EntityName, id: string): Json {
		const key = `${entity}/${id}`;
		const found = cache.get(key);
		if (found) return found;
		const json = reader(entity)(id);
		if (cache.size >= CACHED_ENTITIES) cache.clear();
		cache.set(key, json);
		return json;
	}

	const ids = sqlite.prepare('select id from service where id > ? order by id limit 500').pluck();
	return {
		service(id: string): HsdsService {
			return reader('service')(id) as unknown as HsdsService;
		},
		/** Every service, by id; pages of ids, so that other statements of the connection may run in between. */
		*services(): Generator<HsdsService> {
			for (let last = ''; ;) {
				const page = ids.all(last) as string[];
				if (page.length === 0) return;
				for (const id of page) yield this.service(id);
				last = page.at(-1) ?? last;
			}
		}
	};
}
