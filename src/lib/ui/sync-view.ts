/**
 * What is shown about sending, and the words for it. The shapes are those of the sync status of the device, told again
 * here because components know nothing of the store.
 */
import { m } from '$lib/paraglide/messages';
import { dayAndTime, isNamedDay, shortDate, shortTime, timeOrDay, type Locale } from './format.ts';

export type SyncChipKind =
	| 'all-sent'
	| 'nothing-to-send'
	| 'waiting'
	| 'waiting-offline'
	| 'sending'
	| 'server-silent'
	| 'captive-portal'
	| 'to-fix'
	| 'missing';

export interface SyncView {
	chip: SyncChipKind;
	unsent: number;
	toFix: number;
	/** Not sent because they wait for one that is to be fixed. */
	waiting: number;
	missing: number;
	/** Milliseconds since the epoch; null when nothing is unsent. */
	oldestUnsentAt: number | null;
	lastContactAt: number | null;
	online: boolean;
	signInNeeded: boolean;
}

export type RecordSyncView =
	| { kind: 'on-tablet' }
	| { kind: 'sending' }
	/** `at`: milliseconds since the epoch; null when nobody remembers. */
	| { kind: 'sent'; at: number | null }
	| { kind: 'to-fix' };

export interface ChipWords {
	title: string;
	detail: string;
}

function lastContact(status: SyncView, now: number, locale: Locale): string {
	const { lastContactAt, online, signInNeeded } = status;
	if (signInNeeded) return m.sync_sign_in_needed({}, { locale });
	if (lastContactAt === null) {
		return online ? m.sync_no_contact_yet({}, { locale }) : m.sync_offline({}, { locale });
	}
	const when = timeOrDay(lastContactAt, now, locale);
	return online
		? m.sync_last_contact({ when }, { locale })
		: m.sync_offline_last_contact({ when }, { locale });
}

function offlineSince(at: number | null, now: number, locale: Locale, short: boolean): string {
	if (at === null) return m.sync_offline({}, { locale });
	const when = dayAndTime(at, now, locale);
	if (isNamedDay(at, now)) {
		return short
			? m.sync_offline_since_day({ when }, { locale })
			: m.sync_offline_oldest_day({ when }, { locale });
	}
	return short
		? m.sync_offline_since_date({ when }, { locale })
		: m.sync_offline_oldest_date({ when }, { locale });
}

function besidesFixing({ unsent, waiting, online }: SyncView, locale: Locale): string {
	if (unsent === 0 && waiting > 0) return m.fix_waiting_count({ count: waiting }, { locale });
	if (unsent === 0) return m.sync_to_fix_nothing_else({}, { locale });
	return online
		? m.sync_to_send({ count: unsent }, { locale })
		: m.sync_to_fix_offline({ count: unsent }, { locale });
}

/**
 * The two lines of the chip.
 * @param short leaves out what narrow bars have no room for.
 */
export function chipWords(
	status: SyncView,
	now: number,
	locale: Locale,
	short: boolean = false
): ChipWords {
	const { chip, unsent, toFix, missing, signInNeeded, oldestUnsentAt } = status;
	const toSend = m.sync_to_send({ count: unsent }, { locale });
	switch (chip) {
		case 'all-sent':
			return {
				title: m.sync_all_sent({}, { locale }),
				detail: lastContact(status, now, locale)
			};
		case 'nothing-to-send':
			return {
				title: m.sync_nothing_to_send({}, { locale }),
				detail: lastContact(status, now, locale)
			};
		case 'waiting':
			return { title: toSend, detail: lastContact(status, now, locale) };
		case 'waiting-offline':
			return { title: toSend, detail: offlineSince(oldestUnsentAt, now, locale, short) };
		case 'sending':
			return { title: toSend, detail: m.sync_sending({}, { locale }) };
		case 'server-silent':
			return {
				title: toSend,
				detail: signInNeeded
					? m.sync_sign_in_needed({}, { locale })
					: m.sync_server_silent({}, { locale })
			};
		case 'captive-portal':
			return { title: toSend, detail: m.sync_captive_portal({}, { locale }) };
		case 'to-fix':
			return {
				title: m.sync_to_fix({ count: toFix }, { locale }),
				detail: besidesFixing(status, locale)
			};
		case 'missing':
			return {
				title: m.sync_missing({ count: missing }, { locale }),
				detail: m.sync_missing_touch({ count: missing }, { locale })
			};
	}
}

/** "10:31" today, "10 nov" before: when the server confirmed one record. */
export function sentWhen(at: number, now: number, locale: Locale): string {
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? shortTime(at) : shortDate(at, now, locale);
}
