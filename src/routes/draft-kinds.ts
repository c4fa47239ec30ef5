/** Drafts of one device, told apart by what they will become. */
import type { Draft } from '$lib/client/drafts.svelte';
import { requestOfDraft } from '$lib/client/draft-ids';
import { offers } from '$lib/client/offers.svelte';
import { readOfferDraft } from '$lib/domain/offers/offer-draft';
import { readDraft } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';

export function isRequestDraft(draftId: string): boolean {
	return requestOfDraft(draftId) === null && !offers.isDraft(draftId);
}

/** Whose it is, as far as it has been written. */
export function draftName({ id, value }: Draft): string {
	const name = offers.isDraft(id)
		? readOfferDraft(value)?.volunteerName
		: readDraft(value)?.person.name;
	return name?.trim() ? m.today_draft_of({ name: name.trim() }) : m.today_draft_unnamed();
}
