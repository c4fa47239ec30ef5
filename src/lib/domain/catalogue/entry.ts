/**
 * One service as the devices keep it: what a card shows, in the order of the card, and nothing else. Empty members are
 * left out, because ten thousand of these travel together.
 */
import * as v from 'valibot';
import { serviceStatuses } from './hsds.ts';

const texts = v.optional(v.array(v.string()));
const text = v.optional(v.string());
const amount = v.optional(v.number());

export const catalogueEntrySchema = v.object({
	/** The HSDS id of the service. */
	id: v.string(),
	name: v.string(),
	alternateName: text,
	/** `kind` is a code of `providerKinds`. */
	provider: v.object({ name: v.string(), kind: text }),
	/** Codes of the vocabularies of the same name. */
	areas: texts,
	kinds: texts,
	targets: texts,
	deliveries: texts,
	lifeEvents: texts,
	status: v.picklist(serviceStatuses),
	/** Why it is not as usual, in the provider's words. */
	alert: text,
	description: text,
	eligibility: text,
	minAge: amount,
	maxAge: amount,
	how: text,
	documents: v.optional(v.array(v.object({ name: v.string(), url: text }))),
	whatYouGet: text,
	waitTime: text,
	/** Euros; both ends included; no `from` is from zero, no `to` is without limit. `price-bands.ts` says how they are read. */
	priceBands: v.optional(
		v.array(
			v.object({
				iseeType: text,
				from: amount,
				to: amount,
				fee: v.number(),
				unit: text,
				currency: text,
				validFrom: text,
				validTo: text,
				/** For households of so many people, or with so many minors, and more; at most one of the two. */
				membersFrom: amount,
				minorsFrom: amount,
				/** Who pays the rest. */
				funding: text
			})
		)
	),
	costOptions: v.optional(
		v.array(
			v.object({
				option: text,
				amount,
				currency: text,
				amountDescription: text,
				validFrom: text,
				validTo: text
			})
		)
	),
	/** Set when its prices are invented or not yet verified: the words that say so. */
	exampleTariff: text,
	feesDescription: text,
	schedules: v.optional(
		v.array(
			v.object({
				/** RFC 5545 BYDAY: `MO,TU`, or `1SA` for the first Saturday of the month. */
				days: text,
				/** RFC 5545 FREQ, left out when it is weekly, with INTERVAL and BYMONTHDAY. */
				freq: text,
				interval: amount,
				monthDays: text,
				/** `09:00` */
				opensAt: text,
				closesAt: text,
				validFrom: text,
				validTo: text,
				description: text,
				/** The name of the place, when only one of several has these hours. */
				place: text
			})
		)
	),
	places: v.optional(
		v.array(
			v.object({
				name: text,
				address: text,
				neighbourhood: text,
				lat: amount,
				lon: amount,
				transportation: text,
				accessibility: texts
			})
		)
	),
	/** Names, as the provider gives them. */
	languages: texts,
	phones: v.optional(
		v.array(v.object({ number: v.string(), description: text, extension: amount }))
	),
	emails: texts,
	url: text,
	conditions: text,
	/** Names of terms that are not of our vocabularies. */
	topics: texts,
	serviceAreas: texts,
	/** A code of `provenances`. */
	provenance: text,
	/** Where what it says was taken from: an address, or words. */
	source: text,
	/** The day somebody last checked it, and who. */
	assuredDate: text,
	assurer: text,
	lastModified: text
});
export type CatalogueEntry = v.InferOutput<typeof catalogueEntrySchema>;
