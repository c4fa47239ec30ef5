/**
 * The domain's codes in the words of a desk, in the language of the screen. One place, so that a state or a need is
 * called the same everywhere.
 */
import { m } from '$lib/paraglide/messages';
import type { LanguageCode } from '$lib/domain/people/person';
import type {
	BeneficiaryKind,
	channels,
	dayParts,
	NeedTag,
	Urgency,
	weekdays
} from '$lib/domain/requests/request';
import type { RequestOutcome, RequestStatus } from '$lib/domain/requests/status';
import type { Role } from '$lib/domain/roles';

type Words<Code extends string> = Record<Code, () => string>;

export const needWords: Words<NeedTag> = {
	'groceries-meals': m.need_groceries_meals,
	company: m.need_company,
	'home-help': m.need_home_help,
	transport: m.need_transport,
	'health-care': m.need_health_care,
	'bills-rent': m.need_bills_rent,
	'children-school': m.need_children_school,
	work: m.need_work,
	'documents-isee': m.need_documents_isee,
	'italian-language': m.need_italian_language,
	other: m.need_other
};

export const forWhomWords: Words<BeneficiaryKind> = {
	self: m.for_whom_self,
	family: m.for_whom_family,
	others: m.for_whom_others
};

export const urgencyWords: Words<Urgency> = {
	'can-wait': m.urgency_can_wait,
	'this-week': m.urgency_this_week,
	today: m.urgency_today
};

export const statusWords: Words<RequestStatus> = {
	draft: m.status_draft,
	requested: m.status_requested,
	accepted: m.status_accepted,
	rejected: m.status_rejected,
	'on-hold': m.status_on_hold,
	'in-progress': m.status_in_progress,
	completed: m.status_completed,
	cancelled: m.status_cancelled,
	failed: m.status_failed,
	'entered-in-error': m.status_entered_in_error
};

export const outcomeWords: Words<RequestOutcome> = {
	'got-help': m.outcome_got_help,
	'referred-elsewhere': m.outcome_referred_elsewhere,
	'could-not-be-reached': m.outcome_could_not_be_reached,
	'not-eligible': m.outcome_not_eligible,
	'no-capacity': m.outcome_no_capacity,
	'no-longer-interested': m.outcome_no_longer_interested,
	'could-not-get-help': m.outcome_could_not_get_help
};

export const dayWords: Words<(typeof weekdays)[number]> = {
	MO: m.day_mo,
	TU: m.day_tu,
	WE: m.day_we,
	TH: m.day_th,
	FR: m.day_fr,
	SA: m.day_sa,
	SU: m.day_su
};

export const dayLetters: Words<(typeof weekdays)[number]> = {
	MO: m.day_short_mo,
	TU: m.day_short_tu,
	WE: m.day_short_we,
	TH: m.day_short_th,
	FR: m.day_short_fr,
	SA: m.day_short_sa,
	SU: m.day_short_su
};

export const dayPartWords: Words<(typeof dayParts)[number]> = {
	morning: m.day_part_morning,
	afternoon: m.day_part_afternoon,
	evening: m.day_part_evening
};

export const languageWords: Words<LanguageCode> = {
	it: m.language_it,
	ro: m.language_ro,
	sq: m.language_sq,
	ar: m.language_ar,
	fr: m.language_fr,
	pa: m.language_pa,
	en: m.language_en,
	uk: m.language_uk,
	other: m.language_other
};

export const channelWords: Words<(typeof channels)[number]> = {
	'in-person': m.channel_in_person,
	phone: m.channel_phone,
	'home-visit': m.channel_home_visit,
	online: m.channel_online
};

export const roleWords: Words<Role> = {
	operator: m.role_operator,
	manager: m.role_manager,
	volunteer: m.role_volunteer,
	administrator: m.role_administrator
};
