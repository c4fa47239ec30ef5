/**
 * What a desk to practise at holds from the start: invented people, written by the same intents as everything else. Names
 * say that they are examples.
 */
import { v7 as uuidv7 } from 'uuid';
import { calendarDay } from '$lib/domain/offers/availability';
import type { OfferDetails } from '$lib/domain/offers/offer';
import type { NeedTag, RequestDetails } from '$lib/domain/requests/request';
import type { SessionInfo } from '$lib/domain/session';
import { m } from '$lib/paraglide/messages';
import type { IntentInput } from '../../../../sync/client/sync-client';
import { intent } from '../write';

export interface Surroundings {
	info: SessionInfo;
	/** Milliseconds since the epoch. */
	now: number;
	newCode(): string;
}

function checked(...results: ReturnType<typeof intent>[]): IntentInput[] {
	return results.map((result) => {
		if (!result.ok)
			throw new Error(`An example cannot be written: ${JSON.stringify(result.error)}`);
		return result.input;
	});
}

function accessPointOf({ accessPoints }: SessionInfo): string {
	return accessPoints[0]?.id ?? 'practice';
}

function offer(
	{ info, now }: Surroundings,
	volunteerName: string,
	details: Partial<OfferDetails>
): IntentInput[] {
	const { weekday } = calendarDay(now);
	return checked(
		intent('offer.register', {
			offerId: uuidv7(),
			accessPointId: accessPointOf(info),
			details: {
				volunteerName,
				phone: '+393330000001',
				skills: ['groceries'],
				otherSkill: '',
				neighbourhoodIds: [],
				availability: [{ day: weekday, when: 'hours', from: '09:00', to: '12:00' }],
				languages: ['it'],
				frequency: 'weekly',
				transport: 'bicycle',
				note: '',
				...details
			}
		})
	);
}

function request(
	{ info, newCode }: Surroundings,
	name: string,
	need: NeedTag,
	details: Partial<RequestDetails>
): IntentInput[] {
	const accessPointId = accessPointOf(info);
	const personId = uuidv7();
	const neighbourhoodId = info.accessPoints[0]?.neighbourhoodId ?? null;
	return checked(
		intent('person.register', {
			personId,
			accessPointId,
			details: { name, phone: '+390372000012', language: 'it', neighbourhoodId, findAgain: '' }
		}),
		intent('request.register', {
			requestId: uuidv7(),
			code: newCode(),
			accessPointId,
			personId,
			personName: name,
			neighbourhoodId,
			details: {
				needs: [need],
				forWhom: 'self',
				actingFor: null,
				urgency: 'this-week',
				timeWindow: { days: [], parts: [] },
				words: '',
				services: [],
				channel: 'in-person',
				...details
			}
		})
	);
}

/** Each list is one save. */
export function practiceSeed(surroundings: Surroundings): IntentInput[][] {
	const { info, now } = surroundings;
	if (info.user.role === 'volunteer') return [offer(surroundings, info.user.name, {})];
	const { weekday } = calendarDay(now);
	return [
		request(surroundings, m.practice_person_anna(), 'groceries-meals', {
			urgency: 'today',
			words: m.practice_words_groceries()
		}),
		request(surroundings, m.practice_person_ion(), 'documents-isee', {
			words: m.practice_words_isee()
		}),
		request(surroundings, m.practice_person_teresa(), 'company', { urgency: 'can-wait' }),
		offer(surroundings, m.practice_person_piero(), {}),
		offer(surroundings, m.practice_person_lucia(), {
			skills: ['company'],
			availability: [{ day: weekday, when: 'afternoon' }],
			languages: ['it', 'ro'],
			transport: 'none'
		})
	];
}
