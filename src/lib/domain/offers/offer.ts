/** A help offer: what somebody is ready to do for others, where and when. */
import * as v from 'valibot';
import { idSchema, languageCodes, placeIdSchema } from '../people/person.ts';
import { dayParts, weekdays } from '../requests/request.ts';

export const skills = [
	'groceries',
	'company',
	'phone-company',
	'transport',
	'small-repairs',
	'homework',
	'italian-conversation',
	'digital',
	'paperwork',
	'translation',
	'animals',
	'other'
] as const;
export type Skill = (typeof skills)[number];

export const frequencies = ['once', 'weekly', 'several-a-week', 'on-call'] as const;
export type Frequency = (typeof frequencies)[number];

export const transports = ['none', 'bicycle', 'scooter', 'car', 'van'] as const;
export type Transport = (typeof transports)[number];

/** `HH:MM`, 24 hours. */
export const timeSchema = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** `YYYY-MM-DD`, the city's own calendar. */
export const dateSchema = v.pipe(v.string(), v.isoDate());

/** One stretch of the week; a day may have several. */
export const availabilitySchema = v.variant('when', [
	v.object({ day: v.picklist(weekdays), when: v.picklist(['all-day', ...dayParts]) }),
	v.pipe(
		v.object({
			day: v.picklist(weekdays),
			when: v.literal('hours'),
			from: timeSchema,
			to: timeSchema
		}),
		v.check(({ from, to }) => from < to, 'from-before-to')
	)
]);
export type Availability = v.InferOutput<typeof availabilitySchema>;

export const offerDetailsSchema = v.object({
	volunteerName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	/** E.164, or empty. */
	phone: v.pipe(v.string(), v.regex(/^(\+\d{8,15})?$/)),
	skills: v.pipe(v.array(v.picklist(skills)), v.minLength(1), v.maxLength(skills.length)),
	/** What else, in their own words. */
	otherSkill: v.pipe(v.string(), v.trim(), v.maxLength(200)),
	/** Empty: anywhere in the city. */
	neighbourhoodIds: v.pipe(v.array(placeIdSchema), v.maxLength(100)),
	/** Empty: to be agreed each time. */
	availability: v.pipe(v.array(availabilitySchema), v.maxLength(28)),
	languages: v.pipe(v.array(v.picklist(languageCodes)), v.maxLength(languageCodes.length)),
	frequency: v.picklist(frequencies),
	transport: v.picklist(transports),
	note: v.pipe(v.string(), v.trim(), v.maxLength(1000))
});
export type OfferDetails = v.InferOutput<typeof offerDetailsSchema>;

export const offerStatuses = ['active', 'paused', 'withdrawn'] as const;
export type OfferStatus = (typeof offerStatuses)[number];

export const offerSchema = v.object({
	...offerDetailsSchema.entries,
	id: idSchema,
	accessPointId: placeIdSchema,
	/** Who signs in and offers; null when a desk wrote down somebody without an account. */
	volunteerUserId: v.nullable(v.string()),
	status: v.picklist(offerStatuses),
	/** The first day they are there again; null while nobody knows. Only of a paused offer. */
	pausedUntil: v.nullable(dateSchema),
	registeredBy: v.string(),
	registeredByName: v.string(),
	/** Milliseconds since the epoch, derived by the server. */
	registeredAt: v.number()
});
export type Offer = v.InferOutput<typeof offerSchema>;

export const offerEventKinds = ['registered', 'edited', 'paused', 'resumed', 'withdrawn'] as const;

/** One line of an offer's history: append-only. It stands where its offer stands. */
export const offerEventSchema = v.object({
	id: v.string(),
	offerId: idSchema,
	accessPointId: placeIdSchema,
	volunteerUserId: v.nullable(v.string()),
	kind: v.picklist(offerEventKinds),
	actorId: v.string(),
	actorName: v.string(),
	at: v.number(),
	/** Fields an edit changed. */
	fields: v.array(v.string()),
	/** Of a pause: the first day they are there again. */
	until: v.nullable(dateSchema)
});
export type OfferEvent = v.InferOutput<typeof offerEventSchema>;
