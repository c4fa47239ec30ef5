/** An assisted request: what somebody needs, as a desk wrote it down with them. */
import * as v from 'valibot';
import { planSchema, storedOrientationSchema } from '../orientation/stored-orientation.ts';
import { idSchema, placeIdSchema } from '../people/person.ts';
import { outcomes, requestStatuses } from './status.ts';

export const needTags = [
	'groceries-meals',
	'company',
	'home-help',
	'transport',
	'health-care',
	'bills-rent',
	'children-school',
	'work',
	'documents-isee',
	'italian-language',
	'other'
] as const;
export type NeedTag = (typeof needTags)[number];

export const beneficiaryKinds = ['self', 'family', 'others'] as const;
export type BeneficiaryKind = (typeof beneficiaryKinds)[number];

export const urgencies = ['can-wait', 'this-week', 'today'] as const;
export type Urgency = (typeof urgencies)[number];

/** RFC 5545 weekdays. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const dayParts = ['morning', 'afternoon', 'evening'] as const;
export const channels = ['in-person', 'phone', 'home-visit', 'online'] as const;

export const requestDetailsSchema = v.object({
	needs: v.pipe(v.array(v.picklist(needTags)), v.minLength(1), v.maxLength(needTags.length)),
	/** Whom the help is for. */
	forWhom: v.picklist(beneficiaryKinds),
	/** Acting for somebody else: who, and what they are to the person at the desk. Null when nobody acts for another. */
	actingFor: v.nullable(
		v.object({
			name: v.pipe(v.string(), v.trim(), v.maxLength(120)),
			relation: v.pipe(v.string(), v.trim(), v.maxLength(120)),
			/** Their own record, when the desk knows them. */
			personId: v.optional(v.nullable(idSchema))
		})
	),
	urgency: v.picklist(urgencies),
	timeWindow: v.object({
		days: v.pipe(v.array(v.picklist(weekdays)), v.maxLength(7)),
		parts: v.pipe(v.array(v.picklist(dayParts)), v.maxLength(3))
	}),
	/** In the citizen's own words. */
	words: v.pipe(v.string(), v.trim(), v.maxLength(4000)),
	/** Chosen from the catalogue. The name is kept so that the request reads well when the entry is gone. */
	services: v.pipe(
		v.array(v.object({ id: v.string(), name: v.pipe(v.string(), v.maxLength(300)) })),
		v.maxLength(20)
	),
	channel: v.picklist(channels),
	/** What the person means to ask for, of what they were oriented to. Missing when nobody has oriented them. */
	plan: v.optional(planSchema),
	orientation: v.optional(storedOrientationSchema)
});
export type RequestDetails = v.InferOutput<typeof requestDetailsSchema>;

export const ownerSchema = v.nullable(v.object({ id: v.string(), name: v.string() }));

export const requestSchema = v.object({
	...requestDetailsSchema.entries,
	id: idSchema,
	/** See receipt-code.ts. */
	code: v.pipe(v.string(), v.regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)),
	accessPointId: placeIdSchema,
	/** Null for an anonymous contact. */
	personId: v.nullable(idSchema),
	/** What is shown in lists: name or alias, empty when anonymous. */
	personName: v.pipe(v.string(), v.trim(), v.maxLength(120)),
	neighbourhoodId: v.nullable(placeIdSchema),
	status: v.picklist(requestStatuses),
	outcome: v.nullable(v.picklist(outcomes)),
	owner: ownerSchema,
	registeredBy: v.string(),
	registeredByName: v.string(),
	/** Milliseconds since the epoch, derived by the server. */
	registeredAt: v.number(),
	/**
	 * Who has confirmed what was registered on a locked tablet, and when; null until somebody has. Missing where whoever
	 * registered it did so in their own name.
	 */
	confirmation: v.optional(
		v.nullable(v.object({ id: v.string(), name: v.string(), at: v.number() }))
	)
});
export type AssistedRequest = v.InferOutput<typeof requestSchema>;

/** Written on a locked tablet, by nobody knows whom: it waits for a person of the desk to stand by it. */
export function isToConfirm({ confirmation }: Pick<AssistedRequest, 'confirmation'>): boolean {
	return confirmation === null;
}

export const eventKinds = [
	'registered',
	'note',
	'answer',
	'edited',
	'assigned',
	'moved',
	'handed-over',
	'acknowledged',
	'confirmed',
	'confirmation-withdrawn',
	'follow-up-planned',
	'follow-up-rescheduled',
	'follow-up-closed',
	'follow-up-reopened'
] as const;

/** One line of a request's history: append-only. */
export const requestEventSchema = v.object({
	id: v.string(),
	requestId: idSchema,
	accessPointId: placeIdSchema,
	kind: v.picklist(eventKinds),
	actorId: v.string(),
	actorName: v.string(),
	at: v.number(),
	/** The note's text, the reason of a move, what a step is about or how it went. */
	text: v.string(),
	/** Fields an edit changed. */
	fields: v.array(v.string()),
	from: v.nullable(v.string()),
	to: v.nullable(v.string()),
	/** The step a line is about, as it was then. */
	followUp: v.optional(
		v.object({
			id: idSchema,
			kind: v.string(),
			dueAt: v.number(),
			providerName: v.nullable(v.string())
		})
	)
});
export type RequestEvent = v.InferOutput<typeof requestEventSchema>;
