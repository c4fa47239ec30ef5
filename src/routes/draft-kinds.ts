/** Drafts of one device, told apart by what they will become. */
import type { Draft } from '$lib/client/drafts.svelte';
import { offers } from '$lib/client/offers.svelte';
import { readOfferDraft } from '$lib/domain/offers/offer-draft';
import { readDraft } from '$lib/domain/requests/request-draft';
import { m } from '$lib/paraglide/messages';
import { isNoteDraft } from './note-draft.svelte';

const ORIENTATION = 'orientation:';

/** Of the orientation of a request that exists: it is there again when that is opened again. */
export function orientationDraftId(requestId: string): string {
	return ORIENTATION + requestId;
}

export function isRequestDraft(draftId: string): boolean {
	return !isNoteDraft(draftId) && !draftId.startsWith(ORIENTATION) && !offers.isDraft(draftId);
}

/** Whose it is, as far as it has been written. */
export function draftName({ id, value }: Draft): string {
	const name = offers.isDraft(id)
		? readOfferDraft(value)?.volunteerName
		: readDraft(value)?.person.name;
	return name?.trim() ? m.today_draft_of({ name: name.trim() }) : m.today_draft_unnamed();
}
