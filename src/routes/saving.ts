/** Says on the screen how a save went; answers whether what was written is safe on the device. */
import type { WriteResult } from '$lib/client/write';
import { toasts } from '$lib/ui/toasts.svelte';
import { writeProblem } from './write-words';

export async function saving(result: Promise<WriteResult>, saved?: string): Promise<boolean> {
	const outcome = await result;
	if (!outcome.ok) toasts.show(writeProblem(outcome.error.kind));
	else if (saved) toasts.show(saved);
	return outcome.ok;
}
