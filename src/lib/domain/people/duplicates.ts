/** Records that may be of the same person, each with the reasons; a person decides. */
import type { PeopleIndex } from './people-index.ts';
import { parsePhone } from './phone.ts';
import { sameName } from './same-name.ts';
import { soundOfName } from './sound.ts';

export type DuplicateReason = 'same-phone' | 'same-name' | 'same-sound' | 'same-neighbourhood';

export interface LikelyDuplicate {
	/** Of the surviving record. */
	personId: string;
	/** The strongest first. */
	reasons: readonly DuplicateReason[];
}

/** What is known of the person, or written so far: the telephone may be as a hand wrote it. */
export interface DuplicateQuery {
	name: string;
	phone: string;
	neighbourhoodId: string | null;
}

const weight: Record<DuplicateReason, number> = {
	'same-phone': 8,
	'same-name': 4,
	'same-sound': 2,
	'same-neighbourhood': 1
};

function sum(reasons: readonly DuplicateReason[]): number {
	return reasons.reduce((total, reason) => total + weight[reason], 0);
}

/** Half a city is called Anna: a name of one word, or of the same sound only, wants the neighbourhood too. */
function isWorthSaying(reasons: readonly DuplicateReason[], words: number): boolean {
	if (reasons.includes('same-phone')) return true;
	if (!reasons.includes('same-name') && !reasons.includes('same-sound')) return false;
	return words > 1 || reasons.includes('same-neighbourhood');
}

/**
 * The likeliest first.
 * @param isSame records known to be this person: their own, and what was merged into it
 */
export function likelyDuplicates(
	{ keys, survivors }: PeopleIndex,
	query: DuplicateQuery,
	isSame: (recordId: string) => boolean = () => false
): LikelyDuplicate[] {
	const phone = parsePhone(query.phone)?.slice(1);
	const sound = soundOfName(query.name);
	const words = sound === '' ? 0 : sound.split(' ').length;
	const found = new Map<string, LikelyDuplicate>();
	for (const [id, record] of keys) {
		if (isSame(id)) continue;
		const reasons: DuplicateReason[] = [];
		if (phone && record.digits === phone) reasons.push('same-phone');
		if (sound !== '' && record.soundOfName === sound) {
			reasons.push(sameName(query.name, record.writtenName) ? 'same-name' : 'same-sound');
		}
		if (query.neighbourhoodId !== null && record.neighbourhoodId === query.neighbourhoodId) {
			reasons.push('same-neighbourhood');
		}
		if (!isWorthSaying(reasons, words)) continue;
		const personId = survivors.survivorOf(id);
		const known = found.get(personId);
		if (!known || sum(reasons) > sum(known.reasons)) found.set(personId, { personId, reasons });
	}
	return [...found.values()].sort((a, b) => sum(b.reasons) - sum(a.reasons));
}
