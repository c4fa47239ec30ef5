/** How the drawer names what is on its way, from what was written. */
import { m } from '$lib/paraglide/messages';
import { syncStatus, type ItemToFix, type OutboxItem } from '$lib/client/sync-status.svelte';
import { offers } from '$lib/client/offers.svelte';
import { people } from '$lib/client/people.svelte';
import { requests } from '$lib/client/requests.svelte';
import { followUps } from '$lib/client/follow-ups.svelte';
import { leftFor, vouchers } from '$lib/client/vouchers.svelte';
import type { Json } from '$lib/domain/intent-types';
import { needTags } from '$lib/domain/requests/request';
import { refusalWords } from '$lib/ui/refusal-words';
import { euroText } from '$lib/ui/vouchers/voucher-words';
import { needWords } from '$lib/ui/words';

function text(value: Json | undefined): string {
	return typeof value === 'string' ? value.trim() : '';
}

function fields(value: Json | undefined): { [field: string]: Json } {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The request an item belongs to: as it stands on the device, or as it was written when it never got that far. */
function requestOf({ args, target }: OutboxItem): { personName: string; code: string } {
	const step = target.collection === 'followups' ? followUps.get(target.key) : undefined;
	const request = requests.get(step?.requestId ?? (text(args.requestId) || target.key));
	const written = syncStatus.writtenAs(target) ?? args;
	return {
		personName: request?.personName.trim() || text(written.personName),
		code: request?.code ?? text(written.code)
	};
}

/** "di Anna B.", the receipt code, or "anonima". */
function whoseRequest(item: OutboxItem): string {
	const { personName, code } = requestOf(item);
	if (personName) return m.item_whose({ name: personName });
	return code || m.item_anonymous();
}

/** Whose offer it is: as it stands on the device, or as it was written. */
function whoseOffer({ args, target }: OutboxItem): string {
	const written = text(fields(args.details).volunteerName);
	return offers.get(target.key)?.volunteerName ?? written;
}

const withoutCode: readonly string[] = ['people', 'funds', 'vouchers'];

export function receiptCode(item: OutboxItem): string | null {
	return withoutCode.includes(item.target.collection) ? null : requestOf(item).code || null;
}

/** "12,50 €" and "Anna B." of what was written about a voucher. */
function moneyOf({ args, target }: OutboxItem): { amount: string; name: string } {
	const voucher = vouchers.get(target.key);
	const spend = voucher && vouchers.entries(voucher).find(({ id }) => id === args.spendId);
	const cents = Number(args.amountCents ?? Math.abs(spend?.cents ?? 0));
	const name = voucher?.holderName ?? text(args.holderName);
	return { amount: euroText(cents), name };
}

/** Why the server did not take it, with what is left where that is the reason. */
export function whyRefused({ item, reason }: ItemToFix): string {
	if (reason !== 'voucher-balance-too-low') return refusalWords(reason);
	return m.refused_voucher_balance({
		left: euroText(leftFor(item.target)),
		asked: euroText(Number(item.args.amountCents))
	});
}

function nameOf(personId: string): string {
	return people.get(personId)?.name || m.person_unnamed();
}

export function itemTitle(item: OutboxItem): string {
	const { args, target } = item;
	switch (item.name) {
		case 'request.register': {
			const { personName } = requestOf(item);
			return m.item_request({
				whose: personName ? m.item_whose({ name: personName }) : m.item_anonymous()
			});
		}
		case 'request.edit':
			return m.item_edit({ whose: whoseRequest(item) });
		case 'request.note': {
			const whose = whoseRequest(item);
			return args.kind === 'answer' ? m.item_answer({ whose }) : m.item_note({ whose });
		}
		case 'request.assign':
			return m.item_assign({ whose: whoseRequest(item) });
		case 'request.move':
			return m.item_move({ whose: whoseRequest(item) });
		case 'request.handover':
			return m.item_handover({ whose: whoseRequest(item) });
		case 'request.acknowledge':
			return m.item_acknowledge({ whose: whoseRequest(item) });
		case 'request.confirm':
			return m.item_confirm({ whose: whoseRequest(item) });
		case 'request.unconfirm':
			return m.item_unconfirm({ whose: whoseRequest(item) });
		case 'followup.plan':
			return m.item_step({ whose: whoseRequest(item) });
		case 'followup.reschedule':
			return m.item_step_rescheduled({ whose: whoseRequest(item) });
		case 'followup.close':
			return m.item_step_closed({ whose: whoseRequest(item) });
		case 'followup.reopen':
			return m.item_step_reopened({ whose: whoseRequest(item) });
		case 'person.register': {
			const name = text(fields(args.details).name);
			return name ? m.item_person({ name }) : m.item_person_unnamed();
		}
		case 'person.edit': {
			const name = text(fields(args.changes).name) || (people.get(target.key)?.name ?? '');
			return name ? m.item_person_edit({ name }) : m.item_person_unnamed();
		}
		case 'person.merge':
			return m.item_person_merge({ name: nameOf(text(args.intoId)) });
		case 'person.unmerge':
			return m.item_person_unmerge({ name: nameOf(text(args.fromId)) });
		case 'relation.register':
			return m.item_relation({ name: nameOf(text(args.delegateId)) });
		case 'relation.end':
			return m.item_relation_end();
		case 'relation.resume':
			return m.item_relation_resume();
		case 'contact.register': {
			const need = needTags.find((each) => each === args.need) ?? 'other';
			return m.item_contact({ need: needWords[need]() });
		}
		case 'contact.withdraw':
			return m.item_contact_withdraw();
		case 'offer.register':
			return m.item_offer({ name: whoseOffer(item) });
		case 'offer.edit':
			return m.item_offer_edit({ name: whoseOffer(item) });
		case 'offer.pause':
			return m.item_offer_pause({ name: whoseOffer(item) });
		case 'offer.resume':
			return m.item_offer_resume({ name: whoseOffer(item) });
		case 'offer.withdraw':
			return m.item_offer_withdraw({ name: whoseOffer(item) });
		case 'fund.open':
			return m.item_fund({ title: text(fields(args.details).title) });
		case 'voucher.grant':
			return m.item_voucher_grant(moneyOf(item));
		case 'voucher.spend':
			return m.item_voucher_spend(moneyOf(item));
		case 'voucher.give-back':
			return m.item_voucher_give_back(moneyOf(item));
	}
}
