/** What a form owes to who writes in it: no update and no other page takes over before they say so. */
import { beforeNavigate } from '$app/navigation';
import { practice } from '$lib/client/practice/practice.svelte';
import { unsaved } from '$lib/client/pwa/unsaved.svelte';
import { m } from '$lib/paraglide/messages';
import { toasts } from '$lib/ui/toasts.svelte';

/** Call while a component is being set up. @param isDirty read reactively: whether there is something to lose. */
export function holdWhile(isDirty: () => boolean): void {
	$effect(() => {
		if (isDirty()) return unsaved.hold();
	});
	beforeNavigate(({ cancel, willUnload }) => {
		if (!isDirty() || practice.isLeaving) return;
		// For a closing tab the browser asks by itself.
		if (!willUnload) toasts.show(m.edit_unsaved());
		cancel();
	});
}
