/** Why a draft is not on the device, in words. */
import { m } from '$lib/paraglide/messages';
import type { Keeping } from './draft-keeper.svelte';
import { thisDevice } from './this-device';

/** @param text what it means for what is being written */
export function draftTrouble(state: Keeping, text: string): { title: string; text: string } | null {
	switch (state) {
		case 'full':
			return { title: m.draft_full_title({ device: thisDevice() }), text };
		case 'failed':
			return { title: m.draft_failed_title(), text };
		case 'open':
		case 'kept':
			return null;
	}
}
