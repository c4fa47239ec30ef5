/**
 * HSDS 3.0 (Open Referral) as data: the one description from which validation, the database tables, flattening,
 * composing and the TypeScript types derive. Names are the standard's own, as they stand in its JSON.
 *
 * - A *shared* entity has a life of its own and is stored once, however many services name it. Shared entities stand
 *   first, each after those it refers to: an order in which rows can be written.
 * - Every other entity belongs to exactly the place it stands in.
 * - `price_band` and the service's `price_bands` are ours; the standard allows further members.
 *
 * It stands in the domain and not beside the tables because the device's projection reads the same types.
 */

export type FieldType =
	'text' | 'uuid' | 'uri' | 'email' | 'date' | 'date-time' | 'time' | 'number' | 'euros';

export interface Field {
	readonly type: FieldType;
	readonly required?: true;
	readonly values?: readonly string[];
}

/** `many` and `one` say what stands in the JSON; whether it is stored in place follows from `shared` of the target. */
export interface Relation {
	readonly entity: string;
	readonly many: boolean;
	/** For `one`: the member by which a file may name the target without embedding it, and the column that keeps it. */
	readonly idField?: string;
}

export interface Entity {
	readonly shared: boolean;
	readonly fields: Readonly<Record<string, Field>>;
	readonly relations: Readonly<Record<string, Relation>>;
	/** Foreign keys of the tabular form: the nesting says the same, so they are checked as ids and kept beside the columns. */
	readonly links: readonly string[];
	/** Members checked like `fields`, and kept beside the columns as unknown ones are: they came after the tables. */
	readonly besides?: Readonly<Record<string, Field>>;
}

const text = { type: 'text' } as const;
const uuid = { type: 'uuid' } as const;
const uri = { type: 'uri' } as const;
const email = { type: 'email' } as const;
const date = { type: 'date' } as const;
const dateTime = { type: 'date-time' } as const;
const time = { type: 'time' } as const;
const number = { type: 'number' } as const;
const euros = { type: 'euros' } as const;
const id = { type: 'uuid', required: true } as const;
const requiredText = { type: 'text', required: true } as const;
const requiredDate = { type: 'date', required: true } as const;

function oneOf<const V extends string>(...values: V[]) {
	return { type: 'text', values } as const;
}
function requiredOneOf<const V extends string>(...values: V[]) {
	return { type: 'text', required: true, values } as const;
}
function many<const E extends string>(entity: E) {
	return { entity, many: true } as const;
}
function one<const E extends string>(entity: E, idField: string) {
	return { entity, many: false, idField } as const;
}

const metadata = { metadata: many('metadata') } as const;
const annotated = { attributes: many('attribute'), ...metadata } as const;

/** The kinds of ISEE statement; `inclusione-famiglia` is the variant of the 2026 budget law for ADI, SFL, Assegno unico and the bonuses for small children. */
export const iseeTypes = [
	'ordinario',
	'minorenni',
	'sociosanitario',
	'residenze',
	'università',
	'corrente',
	'inclusione-famiglia'
] as const;
export type IseeType = (typeof iseeTypes)[number];

export const serviceStatuses = ['active', 'inactive', 'defunct', 'temporarily closed'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const hsdsEntities = {
	taxonomy: {
		shared: true,
		fields: { id, name: requiredText, description: requiredText, uri, version: text },
		relations: metadata,
		links: []
	},
	taxonomy_term: {
		shared: true,
		fields: {
			id,
			code: text,
			name: requiredText,
			description: requiredText,
			parent_id: uuid,
			taxonomy: text,
			language: text,
			term_uri: uri
		},
		relations: { taxonomy_detail: one('taxonomy', 'taxonomy_id'), ...metadata },
		links: []
	},
	location: {
		shared: true,
		fields: {
			id,
			location_type: requiredOneOf('physical', 'postal', 'virtual'),
			url: uri,
			organization_id: uuid,
			name: text,
			alternate_name: text,
			description: text,
			transportation: text,
			latitude: number,
			longitude: number,
			external_identifier: text,
			external_identifier_type: text
		},
		relations: {
			languages: many('language'),
			addresses: many('address'),
			contacts: many('contact'),
			accessibility: many('accessibility'),
			phones: many('phone'),
			schedules: many('schedule'),
			...annotated
		},
		links: []
	},
	program: {
		shared: true,
		fields: {
			id,
			organization_id: uuid,
			name: requiredText,
			alternate_name: text,
			description: requiredText
		},
		relations: annotated,
		links: []
	},
	organization: {
		shared: true,
		fields: {
			id,
			name: requiredText,
			alternate_name: text,
			description: requiredText,
			email,
			website: uri,
			tax_status: text,
			tax_id: text,
			year_incorporated: number,
			legal_status: text,
			logo: text,
			uri,
			parent_organization_id: uuid
		},
		relations: {
			funding: many('funding'),
			contacts: many('contact'),
			phones: many('phone'),
			locations: many('location'),
			programs: many('program'),
			organization_identifiers: many('organization_identifier'),
			...annotated
		},
		links: []
	},
	service: {
		shared: true,
		fields: {
			id,
			name: requiredText,
			alternate_name: text,
			description: text,
			url: uri,
			email,
			status: { type: 'text', required: true, values: serviceStatuses },
			interpretation_services: text,
			application_process: text,
			fees_description: text,
			wait_time: text,
			fees: text,
			accreditations: text,
			eligibility_description: text,
			minimum_age: number,
			maximum_age: number,
			assured_date: date,
			assurer_email: email,
			licenses: text,
			alert: text,
			last_modified: dateTime
		},
		relations: {
			organization: one('organization', 'organization_id'),
			program: one('program', 'program_id'),
			phones: many('phone'),
			schedules: many('schedule'),
			service_areas: many('service_area'),
			service_at_locations: many('service_at_location'),
			languages: many('language'),
			funding: many('funding'),
			cost_options: many('cost_option'),
			price_bands: many('price_band'),
			required_documents: many('required_document'),
			contacts: many('contact'),
			...annotated
		},
		links: []
	},
	service_at_location: {
		shared: false,
		fields: { id, description: text },
		relations: {
			location: one('location', 'location_id'),
			contacts: many('contact'),
			phones: many('phone'),
			schedules: many('schedule'),
			...annotated
		},
		links: ['service_id']
	},
	address: {
		shared: false,
		fields: {
			id,
			attention: text,
			address_1: requiredText,
			address_2: text,
			city: requiredText,
			region: text,
			state_province: requiredText,
			postal_code: requiredText,
			country: requiredText,
			address_type: requiredOneOf('physical', 'postal', 'virtual')
		},
		relations: annotated,
		links: ['location_id']
	},
	phone: {
		shared: false,
		fields: { id, number: requiredText, extension: number, type: text, description: text },
		relations: { languages: many('language'), ...annotated },
		links: ['location_id', 'service_id', 'organization_id', 'contact_id', 'service_at_location_id']
	},
	contact: {
		shared: false,
		fields: { id, name: text, title: text, department: text, email },
		relations: { phones: many('phone'), ...annotated },
		links: ['organization_id', 'service_id', 'service_at_location_id', 'location_id']
	},
	schedule: {
		shared: false,
		fields: {
			id,
			valid_from: date,
			valid_to: date,
			dtstart: date,
			timezone: number,
			until: date,
			count: number,
			wkst: oneOf('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'),
			freq: oneOf('WEEKLY', 'MONTHLY'),
			interval: number,
			byday: text,
			byweekno: text,
			bymonthday: text,
			byyearday: text,
			description: text,
			opens_at: time,
			closes_at: time,
			schedule_link: uri,
			attending_type: text,
			notes: text
		},
		relations: annotated,
		links: ['service_id', 'location_id', 'service_at_location_id']
	},
	language: {
		shared: false,
		fields: { id, name: text, code: text, note: text },
		relations: annotated,
		links: ['service_id', 'location_id', 'phone_id']
	},
	funding: {
		shared: false,
		fields: { id, source: text },
		relations: annotated,
		links: ['organization_id', 'service_id']
	},
	accessibility: {
		shared: false,
		fields: { id, description: text, details: text, url: uri },
		relations: annotated,
		links: ['location_id']
	},
	cost_option: {
		shared: false,
		fields: {
			id,
			valid_from: date,
			valid_to: date,
			option: text,
			currency: text,
			amount: number,
			amount_description: text
		},
		relations: annotated,
		links: ['service_id']
	},
	/**
	 * What a household pays by its ISEE. No `from` means from zero, no `to` means without limit, both are included.
	 * `members_from` and `minors_from` say from how many people or minors in the household on; `funding` who pays the rest,
	 * as `source` does in HSDS's own `funding`.
	 */
	price_band: {
		shared: false,
		fields: {
			id: uuid,
			isee_type: { type: 'text', values: iseeTypes },
			from: euros,
			to: euros,
			fee: { type: 'euros', required: true },
			unit: text,
			currency: text,
			valid_from: date,
			valid_to: date
		},
		relations: {},
		links: ['service_id'],
		besides: { members_from: number, minors_from: number, funding: text }
	},
	required_document: {
		shared: false,
		fields: { id, document: text, uri },
		relations: annotated,
		links: ['service_id']
	},
	service_area: {
		shared: false,
		fields: { id, name: text, description: text, extent: text, extent_type: text, uri: text },
		relations: annotated,
		links: ['service_id']
	},
	organization_identifier: {
		shared: false,
		fields: {
			id,
			identifier_scheme: text,
			identifier_type: requiredText,
			identifier: requiredText
		},
		relations: annotated,
		links: ['organization_id']
	},
	attribute: {
		shared: false,
		fields: { id, link_type: text, link_entity: text, value: text },
		relations: { taxonomy_term: one('taxonomy_term', 'taxonomy_term_id'), ...metadata },
		links: ['link_id']
	},
	metadata: {
		shared: false,
		fields: {
			id,
			resource_type: text,
			last_action_date: requiredDate,
			last_action_type: requiredText,
			field_name: requiredText,
			previous_value: requiredText,
			replacement_value: requiredText,
			updated_by: requiredText
		},
		relations: {},
		links: ['resource_id']
	}
} as const satisfies Record<string, Entity>;

export type EntityName = keyof typeof hsdsEntities;

/** The description without its literal types, for code that walks it. */
export const entities: Readonly<Record<EntityName, Entity>> = hsdsEntities;
export const entityNames = Object.keys(hsdsEntities) as EntityName[];

/** Every relation of an entity, with its target's name as the type the walkers need. */
export function relationsOf(
	name: EntityName
): [field: string, relation: Relation & { entity: EntityName }][] {
	return Object.entries(entities[name].relations) as [string, Relation & { entity: EntityName }][];
}

type Value<F extends Field> = F extends { values: readonly (infer V)[] }
	? V
	: F['type'] extends 'number' | 'euros'
		? number
		: string;
type Entities = typeof hsdsEntities;
type RequiredFields<F> = {
	[K in keyof F]: F[K] extends { required: true } ? K : never;
}[keyof F];
type Fields<F extends Record<string, Field>> = {
	[K in RequiredFields<F>]: Value<F[K]>;
} & { [K in Exclude<keyof F, RequiredFields<F>>]?: Value<F[K]> };
type Relations<R> = {
	-readonly [K in keyof R]?: R[K] extends { entity: infer E extends EntityName; many: infer M }
		? M extends true
			? Hsds<E>[]
			: Hsds<E>
		: never;
};

/** The JSON of one entity. Members the standard does not know are kept by the import, but have no type. */
export type Hsds<E extends EntityName> = Fields<Entities[E]['fields']> &
	(Entities[E] extends { besides: infer B extends Record<string, Field> } ? Fields<B> : unknown) &
	Relations<Entities[E]['relations']>;
export type HsdsService = Hsds<'service'>;
