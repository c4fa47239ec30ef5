/** A person a desk has met: an alias is enough, everything else helps to find them again. */
import * as v from 'valibot';

export const languageCodes = ['it', 'ro', 'sq', 'ar', 'fr', 'pa', 'en', 'uk', 'other'] as const;
export type LanguageCode = (typeof languageCodes)[number];

const shortText = v.pipe(v.string(), v.trim(), v.maxLength(120));
export const idSchema = v.pipe(v.string(), v.uuid());
export const placeIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

export const personDetailsSchema = v.object({
	name: shortText,
	/** E.164, or empty. */
	phone: v.pipe(v.string(), v.regex(/^(\+\d{8,15})?$/)),
	language: v.picklist(languageCodes),
	neighbourhoodId: v.nullable(placeIdSchema),
	/** How else to find them again: a place, an hour, somebody who knows them. */
	findAgain: v.pipe(v.string(), v.trim(), v.maxLength(300))
});
export type PersonDetails = v.InferOutput<typeof personDetailsSchema>;

export const personSchema = v.object({
	...personDetailsSchema.entries,
	id: idSchema,
	accessPointId: placeIdSchema,
	registeredBy: v.string(),
	registeredAt: v.number(),
	/** The record of the same person it was merged into; see merged.ts. */
	mergedInto: v.optional(v.nullable(idSchema)),
	/** When it was last merged or taken apart again, milliseconds since the epoch, and by whom. */
	mergedAt: v.optional(v.number()),
	mergedByName: v.optional(v.string())
});
export type Person = v.InferOutput<typeof personSchema>;
