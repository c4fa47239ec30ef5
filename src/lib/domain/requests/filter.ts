/** Finding requests in a list: by words, receipt code, state, urgency, need, owner and access point. */
import { folded } from '../folded.ts';
import { isOpen } from './status.ts';
import type { AssistedRequest, NeedTag, Urgency } from './request.ts';

export interface RequestFilter {
	text: string;
	state: 'open' | 'closed' | 'all';
	urgency: Urgency | '';
	need: NeedTag | '';
	/** A user id, `none` for nobody's, empty for all. */
	owner: string;
	accessPointId: string;
}

export const noFilter: RequestFilter = {
	text: '',
	state: 'open',
	urgency: '',
	need: '',
	owner: '',
	accessPointId: ''
};

/** @param needLabel the word a screen uses for a need, so that it can be searched as it is read */
export function matchesFilter(
	request: AssistedRequest,
	filter: RequestFilter,
	needLabel: (need: NeedTag) => string
): boolean {
	if (filter.state !== 'all' && isOpen(request.status) !== (filter.state === 'open')) return false;
	if (filter.urgency && request.urgency !== filter.urgency) return false;
	if (filter.need && !request.needs.includes(filter.need)) return false;
	if (filter.owner === 'none' && request.owner) return false;
	if (filter.owner && filter.owner !== 'none' && request.owner?.id !== filter.owner) return false;
	if (filter.accessPointId && request.accessPointId !== filter.accessPointId) return false;
	const words = folded(filter.text).split(/\s+/).filter(Boolean);
	if (words.length === 0) return true;
	const code = request.code.replaceAll('-', '').toLowerCase();
	const haystack = folded(
		[
			request.personName,
			request.actingFor?.name ?? '',
			request.words,
			...request.needs.map(needLabel),
			...request.services.map((service) => service.name)
		].join(' ')
	);
	const asCode = folded(filter.text).replace(/[\s-]/g, '');
	if (asCode.length >= 4 && code.includes(asCode)) return true;
	return words.every((word) => haystack.includes(word));
}

const weight: Record<Urgency, number> = { today: 0, 'this-week': 1, 'can-wait': 2 };

/** The most urgent first; among equals the one that has waited longest. */
export function byUrgencyAndAge(
	a: Pick<AssistedRequest, 'urgency' | 'registeredAt'>,
	b: Pick<AssistedRequest, 'urgency' | 'registeredAt'>
): number {
	return weight[a.urgency] - weight[b.urgency] || a.registeredAt - b.registeredAt;
}

/** How long a request may wait before its age is shown in the colour of time, in milliseconds. */
export const waitLimitMs: Record<Urgency, number> = {
	today: 4 * 3_600_000,
	'this-week': 3 * 86_400_000,
	'can-wait': 14 * 86_400_000
};
