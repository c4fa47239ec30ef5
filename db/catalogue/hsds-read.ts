/**
 * Reads the JSON of one service: checks it against the description in `hsds.ts` and splits it into *documents*, one for
 * each shared entity it holds (the service, its organization, locations, taxonomy terms…).
 *
 * Invariants
 * - In a document another shared entity stands as its id; everything else is nested as in the JSON.
 * - A document is canonical: known members in the order of the description, then unknown ones by name; null and empty
 *   lists, which say nothing, are left out. Equal documents have equal text, so a hash of the text tells a change.
 * - Nothing else is left out: members HSDS does not know are kept and written again on export.
 */
import {
	entities,
	entityNames,
	relationsOf,
	type EntityName,
	type Field
} from '../../src/lib/domain/catalogue/hsds.ts';
import { vocabularies } from '../../src/lib/domain/catalogue/vocabularies.ts';
import { quote, readField, type Problem } from './hsds-formats.ts';
import { gapsAmong, overlapsAmong } from './price-band-rules.ts';

export type Doc = { id: string } & Record<string, unknown>;
export interface EntityDoc {
	entity: EntityName;
	doc: Doc;
}

export interface ReadService {
	/** Dependencies first, the service last. Empty when there are problems. */
	docs: EntityDoc[];
	/** Shared entities named by id only: they must be somewhere else in the file or the database. */
	named: { path: string; entity: EntityName; id: string }[];
	problems: Problem[];
	/** What was put right while reading, and what may not be meant so. */
	notes: Problem[];
	/** Members HSDS does not know, as `service.foo`: kept, but worth a line. */
	unknown: Set<string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const saysNothing = (value: unknown) =>
	value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const codesByTaxonomy = new Map<string, ReadonlySet<string>>(
	vocabularies.map((vocabulary) => [
		vocabulary.taxonomy,
		new Set(vocabulary.terms.map((term) => term.code))
	])
);

/** The description, prepared for reading many values. */
function shapeOf(name: EntityName) {
	const { fields: columns, besides = {} } = entities[name];
	const fields = Object.entries(columns);
	const relations = relationsOf(name);
	return {
		fields,
		besides: new Map(Object.entries(besides)),
		relations,
		known: new Set([...fields, ...relations].map(([member]) => member)),
		idFields: relations.map(([, relation]) => relation.idField)
	};
}
const shapes = Object.fromEntries(entityNames.map((name) => [name, shapeOf(name)])) as Record<
	EntityName,
	ReturnType<typeof shapeOf>
>;

/** Rules over several members of one entity. */
const rules: Partial<Record<EntityName, (value: Record<string, unknown>) => Problem[]>> = {
	taxonomy_term({ taxonomy, code }) {
		const codes = typeof taxonomy === 'string' ? codesByTaxonomy.get(taxonomy) : undefined;
		if (!codes || (typeof code === 'string' && codes.has(code))) return [];
		const list = [...codes].join(', ');
		return [
			{ path: 'code', reason: `${quote(code ?? null)} is not a code of ${taxonomy}: ${list}` }
		];
	},
	price_band({ from = 0, to, valid_from, valid_to, members_from, minors_from }) {
		const problems: Problem[] = [];
		if (typeof to === 'number' && to < (from as number)) {
			problems.push({ path: 'to', reason: `${to} is below from, ${String(from)}` });
		}
		if (typeof valid_to === 'string' && typeof valid_from === 'string' && valid_to < valid_from) {
			problems.push({
				path: 'valid_to',
				reason: `${valid_to} is before valid_from, ${valid_from}`
			});
		}
		for (const [path, count] of Object.entries({ members_from, minors_from })) {
			if (typeof count === 'number' && !(Number.isSafeInteger(count) && count > 0)) {
				problems.push({ path, reason: `${count} is not a whole number from 1 on` });
			}
		}
		if (members_from !== undefined && minors_from !== undefined) {
			problems.push({ path: 'minors_from', reason: 'stands beside members_from: only one can be' });
		}
		return problems;
	},
	service({ minimum_age, maximum_age, price_bands }) {
		const problems = overlapsAmong(price_bands);
		if (typeof minimum_age !== 'number' || typeof maximum_age !== 'number') return problems;
		if (minimum_age <= maximum_age) return problems;
		const reason = `${maximum_age} is below minimum_age, ${minimum_age}`;
		return [{ path: 'maximum_age', reason }, ...problems];
	}
};

/** What is not wrong, and yet may not be what was meant. */
const doubts: Partial<Record<EntityName, (value: Record<string, unknown>) => Problem[]>> = {
	service: ({ price_bands }) => gapsAmong(price_bands)
};

class Reader implements ReadService {
	docs: EntityDoc[] = [];
	named: ReadService['named'] = [];
	problems: Problem[] = [];
	notes: Problem[] = [];
	unknown = new Set<string>();
	#seen = new Map<string, Doc>();
	#merged = new Set<Doc>();

	#problem(path: string, reason: string) {
		this.problems.push({ path, reason });
	}

	/** @returns what stands in the parent's document: the nested value, or a shared entity's id */
	entity(name: EntityName, value: unknown, path: string): Record<string, unknown> | string | null {
		if (!isObject(value)) {
			this.#problem(path, `must be an object, is ${quote(value)}`);
			return null;
		}
		const doc: Record<string, unknown> = {};
		const at = (member: string) => (path === '' ? member : `${path}.${member}`);
		this.#fields(name, value, doc, at);
		for (const [field, relation] of shapes[name].relations) {
			if (!saysNothing(value[field])) {
				const child = relation.many
					? this.#list(relation.entity, value[field], at(field))
					: this.entity(relation.entity, value[field], at(field));
				if (child !== null) doc[field] = child;
			}
			if (relation.idField) this.#idField(value, doc, field, relation, at);
		}
		this.#rest(name, value, doc, at);
		for (const { path: member, reason } of rules[name]?.(doc) ?? [])
			this.#problem(at(member), reason);
		for (const { path: member, reason } of doubts[name]?.(doc) ?? [])
			this.notes.push({ path: at(member), reason });
		return entities[name].shared ? this.#share(name, doc as Doc, path) : doc;
	}

	#fields(
		name: EntityName,
		value: Record<string, unknown>,
		doc: Record<string, unknown>,
		at: (member: string) => string
	) {
		for (const [field, spec] of shapes[name].fields) {
			if (saysNothing(value[field])) {
				if (spec.required) this.#problem(at(field), 'is missing');
				continue;
			}
			this.#field(field, spec, value, doc, at);
		}
	}

	#field(
		field: string,
		spec: Field,
		value: Record<string, unknown>,
		doc: Record<string, unknown>,
		at: (member: string) => string
	) {
		const result = readField(spec, value[field]);
		if (!result.ok) return this.#problem(at(field), result.reason);
		doc[field] = spec.type === 'uuid' ? String(result.value).toLowerCase() : result.value;
		if (result.note) this.notes.push({ path: at(field), reason: result.note });
	}

	#list(entity: EntityName, value: unknown, path: string): unknown[] | null {
		if (!Array.isArray(value)) {
			this.#problem(path, `must be a list, is ${quote(value)}`);
			return null;
		}
		return value.map((item, index) => this.entity(entity, item, `${path}[${index}]`));
	}

	/** `organization_id` beside or instead of `organization`. It stays among the unknown members, so export gives it back. */
	#idField(
		value: Record<string, unknown>,
		doc: Record<string, unknown>,
		field: string,
		relation: { entity: EntityName; idField?: string },
		at: (member: string) => string
	) {
		const idField = relation.idField ?? '';
		if (saysNothing(value[idField])) return;
		const result = readField({ type: 'uuid' }, value[idField]);
		if (!result.ok) return this.#problem(at(idField), result.reason);
		const id = String(result.value).toLowerCase();
		if (doc[field] === undefined) {
			doc[field] = id;
			this.named.push({ path: at(idField), entity: relation.entity, id });
		} else if (doc[field] !== id) {
			this.#problem(at(idField), `is ${id}, but ${field} has the id ${String(doc[field])}`);
		}
	}

	#rest(
		name: EntityName,
		value: Record<string, unknown>,
		doc: Record<string, unknown>,
		at: (member: string) => string
	) {
		const { known, idFields, besides } = shapes[name];
		const rest = Object.keys(value).filter(
			(member) => !known.has(member) && !saysNothing(value[member])
		);
		for (const member of rest.sort()) {
			const beside = besides.get(member);
			if (beside) {
				this.#field(member, beside, value, doc, at);
				continue;
			}
			if (entities[name].links.includes(member)) {
				const result = readField({ type: 'uuid' }, value[member]);
				if (!result.ok) this.#problem(at(member), result.reason);
			} else if (!idFields.includes(member)) this.unknown.add(`${name}.${member}`);
			doc[member] = value[member];
		}
	}

	/** Members taken over from a later copy stand at the end of their document: puts them in their place. */
	order() {
		for (const item of this.docs) {
			if (this.#merged.has(item.doc)) item.doc = canonical(item.entity, item.doc);
		}
	}

	/** The same shared entity may stand in several places of one service; its copies should agree. */
	#share(entity: EntityName, doc: Doc, path: string): string {
		const key = `${entity}/${doc.id}`;
		const before = this.#seen.get(key);
		if (!before) {
			this.#seen.set(key, doc);
			this.docs.push({ entity, doc });
		} else {
			this.#merged.add(before);
			for (const field of mergeCopy(before, doc)) {
				this.notes.push({
					path: path === '' ? field : `${path}.${field}`,
					reason: `differs from the copy of ${entity} ${doc.id} before it, which stands`
				});
			}
		}
		return doc.id;
	}
}

/**
 * Copies of one shared entity: a member that only the later copy has is taken over; where both have one and differ, the
 * first stands, because the order of a file is the only order that is the same at every import.
 * @returns the members that contradict each other
 */
export function mergeCopy(first: Doc, later: Doc): string[] {
	const contradictions: string[] = [];
	for (const [field, value] of Object.entries(later)) {
		if (first[field] === undefined) first[field] = value;
		else if (JSON.stringify(first[field]) !== JSON.stringify(value)) contradictions.push(field);
	}
	return contradictions;
}

/** Puts the members of a merged document back into canonical order. */
export function canonical(entity: EntityName, doc: Doc): Doc {
	const { fields, relations } = entities[entity];
	const known = [...Object.keys(fields), ...Object.keys(relations)];
	const rest = Object.keys(doc).filter((member) => !known.includes(member));
	const ordered = [...known, ...rest.sort()].filter((member) => doc[member] !== undefined);
	return Object.fromEntries(ordered.map((member) => [member, doc[member]])) as Doc;
}

/** @param value what `JSON.parse` gave, or a service made in code */
export function readService(value: unknown): ReadService {
	const reader = new Reader();
	reader.entity('service', value, '');
	if (reader.problems.length > 0) reader.docs = [];
	else reader.order();
	return reader;
}
