/** Why somebody is shown, in words. */
import type { DuplicateReason } from '$lib/domain/people/duplicates';
import type { FoundBy } from '$lib/domain/people/people-index';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

const duplicate: Record<DuplicateReason, () => string> = {
	'same-phone': m.reason_same_phone,
	'same-name': m.reason_same_name,
	'same-sound': m.reason_same_sound,
	'same-neighbourhood': m.reason_same_neighbourhood
};

/** "stesso telefono e stesso quartiere". */
export function duplicateWords(reasons: readonly DuplicateReason[]): string {
	return new Intl.ListFormat(getLocale()).format(reasons.map((reason) => duplicate[reason]()));
}

/** Empty when the name itself says it. */
export function foundWords(by: FoundBy, code: string | null): string {
	switch (by) {
		case 'code':
			return m.found_by_code({ code: code ?? '' });
		case 'phone':
			return m.found_by_phone();
		case 'sound':
			return m.found_by_sound();
		case 'name':
			return '';
	}
}
