/**
 * The domain as the sync engine sees it on either side: collections and intents. It satisfies the engine's `Model` by shape
 * alone, so that neither folder imports the other. Who may see and do what is server-model.ts.
 */
import * as v from 'valibot';
import { followUpSchema, type FollowUp } from './follow-ups/follow-up.ts';
import { followUpIntents } from './follow-ups/intents.ts';
import { contactSchema, type Contact } from './contacts/contact.ts';
import { contactIntents } from './contacts/intents.ts';
import { offerIntents } from './offers/intents.ts';
import { offerEventSchema, offerSchema, type Offer, type OfferEvent } from './offers/offer.ts';
import { personIntents } from './people/intents.ts';
import { personSchema, type Person } from './people/person.ts';
import { relationIntents } from './people/relation-intents.ts';
import { relationSchema, type Relation } from './people/relation.ts';
import { requestIntents } from './requests/intents.ts';
import {
	requestEventSchema,
	requestSchema,
	type AssistedRequest,
	type RequestEvent
} from './requests/request.ts';
import { voucherIntents } from './vouchers/intents.ts';
import {
	fundSchema,
	voucherEntrySchema,
	voucherSchema,
	type Fund,
	type Voucher,
	type VoucherEntry
} from './vouchers/voucher.ts';

/**
 * Raised whenever a record or an intent changes shape. Old intents are read for ever.
 *
 * 3: what a locked tablet registers is confirmed by a named person.
 * 4: funds, vouchers and their ledger; a request keeps the orientation of the person, and what they mean to ask for.
 * 5: the answers of an orientation hold days.
 */
export const SCHEMA_VERSION = 5;

export const intents = {
	...personIntents,
	...relationIntents,
	...requestIntents,
	...followUpIntents,
	...contactIntents,
	...offerIntents,
	...voucherIntents
};

export type IntentName = keyof typeof intents;
export type IntentArgs<Name extends IntentName> = v.InferInput<(typeof intents)[Name]['args']>;

/** The rows of each collection. */
export interface Collections {
	people: Person;
	relations: Relation;
	requests: AssistedRequest;
	events: RequestEvent;
	followups: FollowUp;
	contacts: Contact;
	offers: Offer;
	offerEvents: OfferEvent;
	funds: Fund;
	vouchers: Voucher;
	voucherEntries: VoucherEntry;
}
export type CollectionName = keyof Collections;

/** What a row of each collection holds. */
export const rowSchemas: { readonly [collection: string]: v.GenericSchema } = {
	people: personSchema,
	relations: relationSchema,
	requests: requestSchema,
	events: requestEventSchema,
	followups: followUpSchema,
	contacts: contactSchema,
	offers: offerSchema,
	offerEvents: offerEventSchema,
	funds: fundSchema,
	vouchers: voucherSchema,
	voucherEntries: voucherEntrySchema
};

/** A reason why this version of the app cannot read a row, or nothing. */
function checkRow(collection: string, fields: { [field: string]: unknown }): string | undefined {
	const schema = rowSchemas[collection];
	if (!schema) return 'unknown-collection';
	const result = v.safeParse(schema, fields, { abortEarly: true });
	return result.success ? undefined : `unreadable-field:${v.getDotPath(result.issues[0]) ?? ''}`;
}

export const domainModel = {
	schemaVersion: SCHEMA_VERSION,
	intents,
	machineFields: {
		requests: ['status', 'outcome', 'owner', 'confirmation'],
		followups: ['status', 'outcome', 'outcomeText', 'closedAt'],
		people: ['mergedInto', 'mergedAt', 'mergedByName'],
		relations: ['endedAt'],
		contacts: ['withdrawn'],
		offers: ['status', 'pausedUntil'],
		funds: ['grantedCents'],
		vouchers: ['openSpends']
	},
	checkRow
};
