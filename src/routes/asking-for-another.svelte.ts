/** Who speaks for another person asks for them: a family member, unless the desk says otherwise. */
import { untrack } from 'svelte';
import type { RequestDraft } from '$lib/domain/requests/request-draft';

/** Call while a component is being set up. @param draft read reactively */
export function followActing(draft: () => RequestDraft): void {
	let wasActing = untrack(() => draft().person.acting);
	$effect(() => {
		const { person, need } = draft();
		const isActing = person.acting;
		if (isActing === wasActing) return;
		wasActing = isActing;
		untrack(() => {
			if (isActing && need.forWhom === 'self') need.forWhom = 'family';
			else if (!isActing && need.forWhom === 'family') need.forWhom = 'self';
		});
	});
}
