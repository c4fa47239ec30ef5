/** What is unsent on a person's own computer, as a file in clear. */
import { syncStatus, type ItemToFix } from '$lib/client/sync-status.svelte';
import { download } from './download';

/** @param only the one to export with what waits for it; without it, everything the server has not confirmed */
export function exportInClear(only?: ItemToFix): void {
	const seqs = only && [only.item, ...only.waiting].map(({ seq }) => seq);
	const day = new Date().toISOString().slice(0, 10);
	const suffix = only ? `-${only.item.seq}` : '';
	download(syncStatus.exportUnsent(seqs), `sportello-${day}${suffix}.json`);
}
