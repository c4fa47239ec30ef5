/**
 * A help offer while it is being written: everything may be missing, a telephone number is still what a hand wrote, an
 * hour may be half a stretch. `offerProblems` says what keeps it from being registered, `offerDetails` turns it into
 * what is registered. An edit goes through the same shape.
 */
import * as v from 'valibot';
import { formatPhone, parsePhone } from '../people/phone.ts';
import { dayParts, weekdays } from '../requests/request.ts';
import { inOrder } from './availability.ts';
import {
	availabilitySchema,
	offerDetailsSchema,
	type Availability,
	type Offer,
	type OfferDetails
} from './offer.ts';

const text = v.fallback(v.string(), '');
const { entries: details } = offerDetailsSchema;

export const stretchDraftSchema = v.object({
	day: v.picklist(weekdays),
	when: v.picklist(['all-day', ...dayParts, 'hours']),
	from: text,
	to: text
});
export type StretchDraft = v.InferOutput<typeof stretchDraftSchema>;

/** Drafts outlive versions of the app: what cannot be read any more falls back to empty, the rest is kept. */
export const offerDraftSchema = v.object({
	/** The desk it is written at; empty until somebody with several desks says which. */
	accessPointId: text,
	volunteerName: text,
	phone: text,
	skills: v.fallback(v.array(v.picklist(details.skills.item.options)), []),
	otherSkill: text,
	neighbourhoodIds: v.fallback(v.array(v.string()), []),
	stretches: v.fallback(v.array(stretchDraftSchema), []),
	languages: v.fallback(details.languages, ['it']),
	frequency: v.fallback(details.frequency, 'weekly'),
	transport: v.fallback(details.transport, 'none'),
	note: text
});
export type OfferDraft = v.InferOutput<typeof offerDraftSchema>;

export function emptyOfferDraft(accessPointId: string, volunteerName = ''): OfferDraft {
	return v.parse(offerDraftSchema, { accessPointId, volunteerName });
}

/** What was kept on the device, or null when it is no draft of an offer. */
export function readOfferDraft(value: unknown): OfferDraft | null {
	const parsed = v.safeParse(offerDraftSchema, value);
	return parsed.success ? parsed.output : null;
}

/** An offer that exists, as a form shows it. */
export function draftOfOffer(offer: Offer): OfferDraft {
	const { availability, phone, ...same } = offer;
	return v.parse(offerDraftSchema, {
		...same,
		phone: phone && formatPhone(phone),
		stretches: availability.map((stretch) => ({ from: '', to: '', ...stretch }))
	});
}

/** Whether somebody has written anything worth keeping. @param givenName what stood there from the start */
export function isBlankOffer(draft: OfferDraft, givenName = ''): boolean {
	return (
		draft.volunteerName.trim() === givenName &&
		[draft.phone, draft.otherSkill, draft.note].every((each) => each.trim() === '') &&
		draft.skills.length + draft.neighbourhoodIds.length + draft.stretches.length === 0
	);
}

export type OfferProblem =
	'no-desk' | 'no-name' | 'phone-unreadable' | 'no-skill' | 'hours-unreadable';

/** In the order of the screen. */
export function offerProblems(draft: OfferDraft): OfferProblem[] {
	const problems: OfferProblem[] = [];
	if (draft.accessPointId === '') problems.push('no-desk');
	if (draft.volunteerName.trim() === '') problems.push('no-name');
	if (draft.phone.trim() !== '' && parsePhone(draft.phone) === null) {
		problems.push('phone-unreadable');
	}
	if (draft.skills.length === 0) problems.push('no-skill');
	if (draft.stretches.some((stretch) => readStretch(stretch) === null)) {
		problems.push('hours-unreadable');
	}
	return problems;
}

function readStretch({ day, when, from, to }: StretchDraft): Availability | null {
	if (when !== 'hours') return { day, when };
	const parsed = v.safeParse(availabilitySchema, { day, when, from, to });
	return parsed.success ? parsed.output : null;
}

/** Whether this stretch lacks an hour, or ends before it begins. */
export function isStretchUnreadable(stretch: StretchDraft): boolean {
	return readStretch(stretch) === null;
}

/** What is registered. Only for a draft without problems. */
export function offerDetails(draft: OfferDraft): OfferDetails {
	const {
		accessPointId: _desk,
		stretches,
		phone,
		volunteerName,
		otherSkill,
		note,
		...same
	} = draft;
	return {
		...same,
		volunteerName: volunteerName.trim(),
		otherSkill: draft.skills.includes('other') ? otherSkill.trim() : '',
		note: note.trim(),
		phone: parsePhone(phone) ?? '',
		availability: inOrder(stretches.flatMap((stretch) => readStretch(stretch) ?? []))
	};
}

/** A day more: with the hours of the last one written, which most often are the same. */
export function withDay(stretches: readonly StretchDraft[], day: StretchDraft['day']) {
	const like = stretches.at(-1) ?? { when: 'all-day' as const, from: '', to: '' };
	const all = [...stretches, { ...like, day }];
	return all.toSorted((a, b) => weekdays.indexOf(a.day) - weekdays.indexOf(b.day));
}
