/**
 * A request while it is being written: everything may be missing, a telephone number is still what a hand wrote, and
 * what a person was asked stays even when it does not count any more. `draftProblems` says what keeps it from being
 * registered, `draftInput` turns it into what is registered.
 */
import * as v from 'valibot';
import { orderedAnswersSchema } from '../orientation/facts.ts';
import {
	planSchema,
	servicesWithPlan,
	storedOrientationSchema
} from '../orientation/stored-orientation.ts';
import { languageCodes, type Person, type PersonDetails } from '../people/person.ts';
import { parsePhone, phoneDigits } from '../people/phone.ts';
import { needTags, requestDetailsSchema, type RequestDetails } from './request.ts';

const text = v.fallback(v.string(), '');
const { entries: details } = requestDetailsSchema;

const orientationDraftSchema = v.object({
	answers: v.fallback(orderedAnswersSchema, {}),
	plan: v.fallback(planSchema, []),
	/** As it came out when it was last answered; null before, and where there were no rules. */
	kept: v.fallback(v.nullable(storedOrientationSchema), null)
});

/** Drafts outlive versions of the app: what cannot be read any more falls back to empty, the rest is kept. */
export const requestDraftSchema = v.object({
	/** The receipt code: given at the first word, so that it can be copied by hand before anything is saved. */
	code: v.string(),
	/** The desk it is written at; empty until somebody with several desks says which. */
	accessPointId: text,
	person: v.object({
		anonymous: v.fallback(v.boolean(), false),
		/** What is looked for among those the desk knows: a name, a telephone, a receipt code. */
		search: text,
		/** It was said to be somebody the desk does not know yet. */
		isNew: v.fallback(v.boolean(), false),
		/** Somebody the desk knows already. */
		knownId: v.fallback(v.nullable(v.string()), null),
		/** Known people who were looked at and are somebody else. */
		othersIds: v.fallback(v.array(v.string()), []),
		/** Known people who were on the screen when it was said to be somebody new. */
		seenIds: v.fallback(v.array(v.string()), []),
		name: text,
		phone: text,
		language: v.fallback(v.picklist(languageCodes), 'it'),
		/** Empty when it was not asked. */
		neighbourhoodId: text,
		findAgain: text,
		acting: v.fallback(v.boolean(), false),
		/** The one it is for, among those the desk knows. */
		actingKnownId: v.fallback(v.nullable(v.string()), null),
		actingName: text,
		actingRelation: text
	}),
	need: v.object({
		needs: v.fallback(v.array(v.picklist(needTags)), []),
		forWhom: v.fallback(details.forWhom, 'self'),
		urgency: v.fallback(details.urgency, 'can-wait'),
		timeWindow: v.fallback(details.timeWindow, { days: [], parts: [] }),
		words: text,
		channel: v.fallback(details.channel, 'in-person')
	}),
	/** Chosen one by one; those of the plan are chosen with it. */
	services: v.fallback(details.services, []),
	orientation: v.fallback(orientationDraftSchema, { answers: {}, plan: [], kept: null })
});
export type RequestDraft = v.InferOutput<typeof requestDraftSchema>;
export type PersonDraft = RequestDraft['person'];
export type NeedDraft = RequestDraft['need'];
export type OrientationDraft = RequestDraft['orientation'];

/** @param desk where it is written: most who come live around it. */
export function emptyDraft(
	code: string,
	desk: { id: string; neighbourhoodId: string } | undefined
): RequestDraft {
	return v.parse(requestDraftSchema, {
		code,
		accessPointId: desk?.id,
		person: { neighbourhoodId: desk?.neighbourhoodId },
		need: {}
	});
}

/** What was kept on the device, or null when it is no draft of a request. */
export function readDraft(value: unknown): RequestDraft | null {
	const parsed = v.safeParse(requestDraftSchema, value);
	if (!parsed.success) return null;
	const { person, ...rest } = parsed.output;
	// Before there was a search, whoever had a name written down was somebody new.
	const isNew = person.isNew || (person.knownId === null && isDescribed(person));
	return { ...rest, person: { ...person, isNew } };
}

function isDescribed(person: Pick<PersonDraft, 'name' | 'phone' | 'findAgain'>): boolean {
	return [person.name, person.phone, person.findAgain].some((each) => each.trim() !== '');
}

/** Whether the desk is still asked if it knows them. */
export function isSearching({ anonymous, knownId, isNew }: PersonDraft): boolean {
	return !anonymous && knownId === null && !isNew;
}

/** Somebody new, with what was looked for as the first thing known of them. */
export function asNewPerson(person: PersonDraft): PersonDraft {
	const search = person.search.trim();
	const isPhone = phoneDigits(search) !== null;
	return {
		...person,
		isNew: true,
		name: isPhone ? person.name : search || person.name,
		phone: isPhone ? search : person.phone
	};
}

/** Who only looked and then went on means somebody new: a search never stands in the way. */
function settled(person: PersonDraft): PersonDraft {
	return isSearching(person) && person.search.trim() !== '' ? asNewPerson(person) : person;
}

/** Whether somebody has written anything worth keeping. */
export function isBlank({ person, need, services, orientation }: RequestDraft): boolean {
	const texts = [
		person.search,
		person.name,
		person.phone,
		person.findAgain,
		person.actingName,
		person.actingRelation,
		need.words
	];
	return (
		texts.every((each) => each.trim() === '') &&
		!person.anonymous &&
		person.knownId === null &&
		need.needs.length === 0 &&
		need.timeWindow.days.length + need.timeWindow.parts.length === 0 &&
		services.length === 0 &&
		!isOriented(orientation)
	);
}

/** Here nothing falls back: empty answers in the place of the request's would be saved over them. */
const ownOrientationDraftSchema = v.object({
	answers: orderedAnswersSchema,
	plan: planSchema,
	kept: v.nullable(storedOrientationSchema),
	/** What the request had when it was begun, and at which revision. */
	since: v.optional(
		v.object({
			rev: v.number(),
			services: details.services,
			plan: planSchema,
			orientation: v.nullable(storedOrientationSchema)
		})
	)
});
export type OwnOrientationDraft = v.InferOutput<typeof ownOrientationDraftSchema>;

/** What was kept on the device of the orientation of a request that exists, or null when it cannot be read whole. */
export function readOrientationDraft(value: unknown): OwnOrientationDraft | null {
	const parsed = v.safeParse(ownOrientationDraftSchema, value);
	return parsed.success ? parsed.output : null;
}

/** Whether a question has been answered, or something is in the plan. */
export function isOriented({ answers, plan }: OrientationDraft): boolean {
	return Object.keys(answers).length > 0 || plan.length > 0;
}

/** With these services chosen: what is chosen no longer leaves the plan too. */
export function withServices<Draft extends Pick<RequestDraft, 'services' | 'orientation'>>(
	draft: Draft,
	services: RequestDraft['services']
): Draft {
	const { orientation } = draft;
	const isChosen = (id: string) => services.some((service) => service.id === id);
	const plan = orientation.plan.filter(
		({ serviceId }) => serviceId === undefined || isChosen(serviceId)
	);
	const planned = new Set(plan.map(({ serviceId }) => serviceId));
	return {
		...draft,
		services: services.filter(({ id }) => !planned.has(id)),
		orientation: { ...orientation, plan }
	};
}

/** Whether there is some way to find the person again, which is all the desk asks for. */
export function canBeFound(person: PersonDraft): boolean {
	return person.anonymous || person.knownId !== null || isDescribed(settled(person));
}

export type DraftProblem =
	'no-desk' | 'nobody' | 'phone-unreadable' | 'acting-for-nobody' | 'no-need';

/** In the order of the screen. */
export function draftProblems({ accessPointId, person, need }: RequestDraft): DraftProblem[] {
	const problems: DraftProblem[] = [];
	if (accessPointId === '') problems.push('no-desk');
	if (!canBeFound(person)) problems.push('nobody');
	if (!isPhoneReadable(person)) problems.push('phone-unreadable');
	if (person.acting && person.actingName.trim() === '') problems.push('acting-for-nobody');
	if (need.needs.length === 0) problems.push('no-need');
	return problems;
}

function isPhoneReadable(person: PersonDraft): boolean {
	const { phone } = settled(person);
	if (person.anonymous || person.knownId !== null || phone.trim() === '') return true;
	return parsePhone(phone) !== null;
}

function personDetails(person: PersonDraft): PersonDetails {
	return {
		name: person.name,
		phone: parsePhone(person.phone) ?? '',
		language: person.language,
		neighbourhoodId: person.neighbourhoodId || null,
		findAgain: person.findAgain
	};
}

/** What is registered. Only for a draft without problems. */
export function draftInput({ person, need, services, orientation }: RequestDraft): {
	person: { id: string | null; details: PersonDetails | null };
	details: RequestDetails;
} {
	const isNew = !person.anonymous && person.knownId === null;
	return {
		person: {
			id: person.anonymous ? null : person.knownId,
			details: isNew ? personDetails(settled(person)) : null
		},
		details: {
			...need,
			actingFor: person.acting
				? {
						name: person.actingName,
						relation: person.actingRelation,
						...(person.actingKnownId !== null && { personId: person.actingKnownId })
					}
				: null,
			services: servicesWithPlan(services, orientation.plan),
			...(isOriented(orientation) && { plan: orientation.plan }),
			...(orientation.kept && { orientation: orientation.kept })
		}
	};
}

/**
 * What was written about somebody the desk knows and it did not know yet: a number, where to find them. What it knew is
 * never overwritten from here.
 */
export function learnt(known: Person, person: PersonDraft): Partial<PersonDetails> {
	const written = personDetails(person);
	const changes: Partial<PersonDetails> = {};
	if (known.name === '' && written.name.trim() !== '') changes.name = written.name;
	if (known.phone === '' && written.phone !== '') changes.phone = written.phone;
	if (known.findAgain === '' && written.findAgain.trim() !== '') {
		changes.findAgain = written.findAgain;
	}
	return changes;
}
