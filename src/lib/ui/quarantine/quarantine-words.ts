/** The codes of the quarantine in the words of an administrator. */
import type { QuarantineItem } from '$lib/domain/quarantine';
import { m } from '$lib/paraglide/messages';

interface ReasonWords {
	/** Why it could not be read, or is not believed. */
	reason: () => string;
	/** What can be done about it. */
	hint: () => string;
}

const words: { readonly [reason: string]: ReasonWords } = {
	malformed: { reason: m.quarantine_reason_malformed, hint: m.quarantine_hint_broken },
	'malformed-args': { reason: m.quarantine_reason_args, hint: m.quarantine_hint_broken },
	'too-deep': { reason: m.quarantine_reason_deep, hint: m.quarantine_hint_broken },
	'unknown-intent': { reason: m.quarantine_reason_unknown, hint: m.quarantine_hint_update },
	'future-version': { reason: m.quarantine_reason_future, hint: m.quarantine_hint_update },
	'never-opens': { reason: m.quarantine_reason_sealed, hint: m.quarantine_hint_sealed },
	'actor-mismatch': { reason: m.quarantine_reason_actor, hint: m.quarantine_hint_actor },
	'device-revoked': { reason: m.quarantine_reason_device, hint: m.quarantine_hint_late },
	'person-revoked': { reason: m.quarantine_reason_person, hint: m.quarantine_hint_late },
	'bad-signature': { reason: m.quarantine_reason_signature, hint: m.quarantine_hint_doubtful },
	'bad-grant': { reason: m.quarantine_reason_grant, hint: m.quarantine_hint_doubtful },
	'wrong-device': { reason: m.quarantine_reason_other_tablet, hint: m.quarantine_hint_doubtful },
	'not-sealed': { reason: m.quarantine_reason_clear, hint: m.quarantine_hint_doubtful }
};

/** @param reason a code of the engine; one this version does not know gets a general sentence */
export function quarantineWords(reason: string): ReasonWords {
	const known = Object.hasOwn(words, reason) ? words[reason] : undefined;
	return known ?? { reason: m.quarantine_reason_other, hint: m.quarantine_hint_broken };
}

export function personName(person: { name: string | null } | null): string {
	return person?.name ?? m.quarantine_unknown_person();
}

/** Its name; of a browser that has none, enough of its id to tell it from the others of a city. */
export function tabletName({ tablet, deviceId }: Pick<QuarantineItem, 'tablet' | 'deviceId'>) {
	return tablet ?? deviceId?.slice(-6) ?? m.quarantine_unknown_tablet();
}
