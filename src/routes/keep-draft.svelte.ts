/**
 * What every page with a draft does with it: keep it on the device at each change, name it in the address so that a reload
 * finds it, hold back a new version of the app while something is written, and say that it is kept when somebody goes.
 */
import { onDestroy, untrack } from 'svelte';
import { beforeNavigate, replaceState } from '$app/navigation';
import { page } from '$app/state';
import { drafts } from '$lib/client/drafts.svelte';
import { unsaved } from '$lib/client/pwa/unsaved.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { DraftKeeper } from './draft-keeper.svelte';

export interface DraftOnPage {
	id: string;
	/** It comes from the device, as it is. */
	isKept: boolean;
	/** The draft as it stands, plain; null while there is nothing worth keeping. */
	read(): unknown;
	/** It has become a record: there is nothing more to keep. */
	isSaved(): boolean;
	/** The page finds it by itself: its address need not name it. */
	isFound?: boolean;
	/** Said to whoever goes elsewhere. */
	keptWords(): string;
}

/** To be called while the page's component is being made. */
export function keepDraft({
	id,
	isKept,
	read,
	isSaved,
	isFound = false,
	keptWords
}: DraftOnPage): DraftKeeper {
	const keeper = new DraftKeeper(
		{ save: (value) => drafts.save(id, value), remove: () => drafts.remove(id) },
		isKept
	);
	let isFirstRun = true;
	$effect(() => {
		const value = read();
		if (isFirstRun) {
			isFirstRun = false;
			return;
		}
		// The keeper's own state is no reason to keep again.
		untrack(() => keeper.changed(value));
	});
	$effect(() => {
		if (keeper.state !== 'kept' || isSaved() || isFound) return;
		untrack(() => {
			if (page.url.searchParams.get('bozza') === id) return;
			replaceState(`?bozza=${encodeURIComponent(id)}`, page.state);
		});
	});
	$effect(() => {
		if (read() !== null) return unsaved.hold();
	});
	onDestroy(() => void keeper.flush());
	beforeNavigate(({ willUnload }) => {
		if (!isSaved() && !willUnload && read() !== null) toasts.show(keptWords());
	});
	return keeper;
}
