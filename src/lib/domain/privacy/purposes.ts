/**
 * What is kept about people, as data: for every field of every record for which purpose, on which legal basis, and who
 * may read it; for every record how long it is kept.
 *
 * Invariants
 * - Every field of every record schema stands here, and nothing else does: the types say so, and a test.
 * - `readable` is all that decides what a scope is given of a record (`project` in server-model.ts). What is not named is given
 *   to nobody.
 * - Whether a scope is given a record at all depends on its collection alone, never on what is in it: a record never
 *   enters or leaves a scope because a field was written.
 * - Who may read a field changes only together with SCHEMA_VERSION: tablets then begin anew, and forget what they may no
 *   longer have.
 */
import type { Contact } from '../contacts/contact.ts';
import type { FollowUp } from '../follow-ups/follow-up.ts';
import type { Offer, OfferEvent } from '../offers/offer.ts';
import type { Person } from '../people/person.ts';
import type { Relation } from '../people/relation.ts';
import type { AssistedRequest, RequestEvent } from '../requests/request.ts';
import type { Fund, Voucher, VoucherEntry } from '../vouchers/voucher.ts';
import type { LegalBasis, Purpose } from './legal-bases.ts';

/**
 * Operators read at their own desks, volunteers what they offer themselves. An administrator and a locked tablet read
 * nothing of any record, and so stand nowhere.
 */
export const readers = ['operator', 'manager', 'volunteer'] as const;
export type Reader = (typeof readers)[number];

export interface FieldRule {
	purpose: Purpose;
	basis: LegalBasis;
	readers: readonly Reader[];
}

/**
 * How long a record is kept. The periods are the software's; the city decides its own, with its data protection officer
 * and its plan for keeping and discarding documents, and they are changed here. The setting RETENTION turns their
 * application off.
 */
export type Retention =
	/** It goes when the record it belongs to goes. */
	| { with: string }
	/** Months after `from`, and after anything was last written about it. */
	| {
			months: number;
			from: 'closing' | 'last-contact' | 'ending' | 'withdrawal' | 'registering' | 'reading';
	  };

interface CollectionRule<Row> {
	about: string;
	retention: Retention;
	fields: { readonly [Field in keyof Required<Row>]: FieldRule };
}

const staff = ['operator', 'manager'] as const;
const staffAndVolunteer = [...staff, 'volunteer'] as const;

type Rule = (purpose: Purpose, basis: LegalBasis) => FieldRule;
const forStaff: Rule = (purpose, basis) => ({ purpose, basis, readers: staff });
const forAll: Rule = (purpose, basis) => ({ purpose, basis, readers: staffAndVolunteer });

const id = forStaff('tell-records-apart', 'public-task');
const desk = forStaff('run-the-desk', 'public-task');
const identity = forStaff('find-again', 'public-task');
const delegation = forStaff('act-for-another', 'public-task');
const need = forStaff('understand-need', 'social-care');
const casework = forStaff('follow-case', 'public-task');
const caseWords = forStaff('follow-case', 'social-care');
const counted = forStaff('read-needs', 'statistics-without-names');
const author = forStaff('account-for-work', 'accountability');
const offerId = forAll('tell-records-apart', 'public-task');
const offerDesk = forAll('run-the-desk', 'public-task');
const offered = forAll('organise-help', 'public-task');
const offeredFreely = forAll('reach-volunteer', 'consent');
const offerAuthor = forAll('account-for-work', 'accountability');
const money = forStaff('account-for-money', 'public-task');
/** What somebody is granted, and buys with it, says how they are. */
const moneyWords = forStaff('account-for-money', 'social-care');
/** Of whoever grants: no desk needs to know how much is left for others. */
const cityMoney: FieldRule = { ...money, readers: ['manager'] };
const cityAuthor: FieldRule = { ...author, readers: ['manager'] };

const people: CollectionRule<Person> = {
	about: 'A person a desk has met',
	retention: { months: 24, from: 'last-contact' },
	fields: {
		id,
		accessPointId: desk,
		name: identity,
		phone: identity,
		language: identity,
		neighbourhoodId: identity,
		findAgain: identity,
		registeredBy: author,
		registeredAt: author,
		mergedInto: identity,
		mergedAt: author,
		mergedByName: author
	}
};

const relations: CollectionRule<Relation> = {
	about: 'Who acts for whom',
	retention: { months: 24, from: 'ending' },
	fields: {
		id,
		accessPointId: desk,
		personId: delegation,
		delegateId: delegation,
		relation: delegation,
		since: delegation,
		endedAt: delegation
	}
};

const requests: CollectionRule<AssistedRequest> = {
	about: 'What somebody asked for',
	retention: { months: 24, from: 'closing' },
	fields: {
		id,
		code: forStaff('find-again', 'public-task'),
		accessPointId: desk,
		personId: identity,
		personName: identity,
		neighbourhoodId: need,
		needs: need,
		forWhom: need,
		actingFor: forStaff('act-for-another', 'social-care'),
		urgency: need,
		timeWindow: casework,
		words: need,
		services: caseWords,
		channel: casework,
		// What was answered tells of health and income, and what is asked for lets them be guessed.
		orientation: need,
		plan: caseWords,
		status: casework,
		outcome: caseWords,
		owner: casework,
		registeredBy: author,
		registeredByName: author,
		registeredAt: author,
		confirmation: author
	}
};

const events: CollectionRule<RequestEvent> = {
	about: 'The history of a request',
	retention: { with: 'requests' },
	fields: {
		id,
		requestId: id,
		accessPointId: desk,
		kind: casework,
		actorId: author,
		actorName: author,
		at: author,
		text: caseWords,
		fields: author,
		from: casework,
		to: casework,
		followUp: caseWords
	}
};

const followups: CollectionRule<FollowUp> = {
	about: 'What is to be done next about a request',
	retention: { with: 'requests' },
	fields: {
		id,
		requestId: id,
		accessPointId: desk,
		kind: casework,
		dueAt: casework,
		durationMinutes: casework,
		text: caseWords,
		provider: caseWords,
		contactName: casework,
		status: casework,
		outcome: caseWords,
		outcomeText: caseWords,
		closedAt: casework,
		createdBy: author,
		createdByName: author,
		createdAt: author
	}
};

const contacts: CollectionRule<Contact> = {
	about: 'That somebody asked for information; it says not who',
	retention: { months: 60, from: 'registering' },
	fields: {
		id,
		accessPointId: desk,
		need: counted,
		channel: counted,
		registeredBy: author,
		registeredAt: counted,
		withdrawn: counted
	}
};

const offers: CollectionRule<Offer> = {
	about: 'The help a volunteer offers',
	retention: { months: 12, from: 'withdrawal' },
	fields: {
		id: offerId,
		accessPointId: offerDesk,
		volunteerUserId: offerDesk,
		volunteerName: offered,
		// A volunteer with an account is reached through the desk: these three may stay empty.
		phone: offeredFreely,
		otherSkill: offeredFreely,
		note: offeredFreely,
		skills: offered,
		neighbourhoodIds: offered,
		availability: offered,
		languages: offered,
		frequency: offered,
		transport: offered,
		status: offered,
		pausedUntil: offered,
		registeredBy: offerAuthor,
		registeredByName: offerAuthor,
		registeredAt: offerAuthor
	}
};

const offerEvents: CollectionRule<OfferEvent> = {
	about: 'The history of an offer',
	retention: { with: 'offers' },
	fields: {
		id: offerId,
		offerId,
		accessPointId: offerDesk,
		volunteerUserId: offerDesk,
		kind: offered,
		actorId: offerAuthor,
		actorName: offerAuthor,
		at: offerAuthor,
		fields: offerAuthor,
		until: offered
	}
};

const funds: CollectionRule<Fund> = {
	about: 'Money set apart for vouchers; it names nobody who is helped',
	retention: { months: 120, from: 'ending' },
	fields: {
		id: { ...id, readers: ['manager'] },
		kind: cityMoney,
		issuer: cityMoney,
		title: cityMoney,
		mayBuy: cityMoney,
		budgetCents: cityMoney,
		grantedCents: cityMoney,
		validFrom: cityMoney,
		validUntil: cityMoney,
		createdBy: cityAuthor,
		createdByName: cityAuthor,
		createdAt: cityAuthor
	}
};

const vouchers: CollectionRule<Voucher> = {
	about: 'Money that somebody may spend at the desks it names',
	retention: { with: 'people' },
	fields: {
		id,
		fundId: id,
		personId: identity,
		holderName: identity,
		accessPointIds: desk,
		kind: moneyWords,
		issuer: money,
		title: moneyWords,
		mayBuy: moneyWords,
		amountCents: moneyWords,
		openSpends: moneyWords,
		validFrom: money,
		validUntil: money,
		createdBy: author,
		createdByName: author,
		createdAt: author
	}
};

const voucherEntries: CollectionRule<VoucherEntry> = {
	about: 'The ledger of a voucher',
	retention: { with: 'vouchers' },
	fields: {
		id,
		voucherId: id,
		accessPointIds: desk,
		accessPointId: desk,
		kind: money,
		cents: moneyWords,
		whatFor: moneyWords,
		spendId: id,
		actorId: author,
		actorName: author,
		at: author
	}
};

export const purposeTable = {
	people,
	relations,
	requests,
	events,
	followups,
	contacts,
	offers,
	offerEvents,
	funds,
	vouchers,
	voucherEntries
};

/**
 * Who opened which record, and when: of the server's log, not of the records, so that no scope has anything of it. Two years
 * are what the Garante asks of banks for the same log at the least (provv. 192 of 12 May 2011): whoever finds out late
 * that somebody looked can still be answered.
 */
export const readingRule = {
	about: 'Who opened a record of a person, and when',
	retention: { months: 24, from: 'reading' },
	purpose: 'account-for-work',
	basis: 'accountability'
} as const satisfies { about: string; retention: Retention } & Omit<FieldRule, 'readers'>;

type FieldRules = { readonly [field: string]: FieldRule };

function fieldsFor(reader: Reader): Map<string, ReadonlySet<string>> {
	const byCollection = new Map<string, ReadonlySet<string>>();
	for (const [collection, { fields }] of Object.entries(purposeTable)) {
		const readable = Object.entries(fields as FieldRules)
			.filter(([, rule]) => rule.readers.includes(reader))
			.map(([field]) => field);
		if (readable.length > 0) byCollection.set(collection, new Set(readable));
	}
	return byCollection;
}

const readableFields = new Map(readers.map((reader) => [reader, fieldsFor(reader)]));

/** The fields of a collection that a reader may have; undefined when they may have nothing of it. */
export function readable(reader: Reader, collection: string): ReadonlySet<string> | undefined {
	return readableFields.get(reader)?.get(collection);
}
