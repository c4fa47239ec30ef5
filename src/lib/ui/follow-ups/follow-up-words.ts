/** Steps in the words of a desk. */
import {
	followUpOutcomes,
	type FollowUp,
	type FollowUpKind,
	type FollowUpOutcome,
	type FollowUpStatus
} from '$lib/domain/follow-ups/follow-up';
import type { RequestEvent } from '$lib/domain/requests/request';
import type { RequestOutcome } from '$lib/domain/requests/status';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { outcomeWords } from '../words';
import { dueWords, type CityClock } from './due-words';

const nouns: Record<FollowUpKind, () => string> = {
	callback: m.followup_noun_callback,
	appointment: m.followup_appointment,
	referral: m.followup_noun_referral
};

function isKind(text: string): text is FollowUpKind {
	return Object.hasOwn(nouns, text);
}

/** "Telefonata": what a step is called when it is spoken about. */
export function stepNoun(kind: FollowUpKind): string {
	return nouns[kind]();
}

/** "Da richiamare: visita di martedì": a row's own line. @param otherwise what is said when nothing was written */
export function stepText(
	{ kind, text, provider }: Pick<FollowUp, 'kind' | 'text' | 'provider'>,
	otherwise: string
): string {
	const about = text || otherwise;
	switch (kind) {
		case 'callback':
			return about ? m.followup_callback_about({ about }) : m.followup_callback();
		case 'appointment':
			return about ? m.followup_appointment_about({ about }) : m.followup_appointment();
		case 'referral':
			return m.followup_referral_to({ provider: provider?.name ?? '' });
	}
}

/** How a step went. A call and an appointment say it in words of their own. */
export function stepOutcomeText(kind: FollowUpKind, outcome: FollowUpOutcome): string {
	switch (outcome) {
		case 'done':
			return kind === 'appointment' ? m.followup_outcome_met() : m.followup_outcome_spoken();
		case 'no-show':
			return m.followup_outcome_no_show();
		case 'could-not-be-reached':
			return kind === 'callback' ? m.followup_outcome_no_answer() : outcomeWords[outcome]();
		default:
			return outcomeWords[outcome satisfies RequestOutcome]();
	}
}

function endText(kind: FollowUpKind, to: string | null): string {
	if (to === ('cancelled' satisfies FollowUpStatus)) return m.followup_event_cancelled();
	const outcome = followUpOutcomes.find((each) => each === to);
	return outcome ? stepOutcomeText(kind, outcome) : '';
}

function plannedText(
	kind: FollowUpKind,
	{ providerName, when }: { providerName: string | null; when: string }
): string {
	switch (kind) {
		case 'callback':
			return m.followup_event_planned({ what: m.followup_callback(), when });
		case 'appointment':
			return m.followup_event_planned({ what: m.followup_appointment(), when });
		case 'referral':
			return m.followup_event_referred({ provider: providerName ?? '', when });
	}
}

/** A line of history about a step; empty when this version does not know that kind of step. */
export function stepEventText(event: RequestEvent, clock: CityClock): string {
	const step = event.followUp;
	if (!step || !isKind(step.kind)) return '';
	const { kind, providerName } = step;
	const what = stepNoun(kind);
	const when = dueWords(step, clock, getLocale());
	switch (event.kind) {
		case 'follow-up-planned':
			return plannedText(kind, { providerName, when });
		case 'follow-up-rescheduled':
			return m.followup_event_rescheduled({ what, when });
		case 'follow-up-closed':
			return m.followup_event_closed({ what, how: endText(kind, event.to) });
		case 'follow-up-reopened':
			return m.followup_event_reopened({ what });
		default:
			return '';
	}
}
