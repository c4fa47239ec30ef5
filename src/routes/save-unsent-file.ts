/** Saving what a tablet has not sent to a file, and what is said of it. */
import { tablet } from '$lib/client/tablet/tablet.svelte';
import { m } from '$lib/paraglide/messages';
import { download } from './download';

export type SavedFile = 'saved' | 'nothing' | 'failed';

/** @param only these seqs; without it, everything the server has not confirmed */
export async function saveUnsentFile(only?: readonly number[]): Promise<SavedFile> {
	let file: Awaited<ReturnType<typeof tablet.unsentFile>>;
	try {
		file = await tablet.unsentFile(only);
	} catch {
		return 'failed';
	}
	if (!file) return 'nothing';
	download(file.blob, file.name);
	return 'saved';
}

const words: Record<SavedFile, () => string> = {
	saved: () => `${m.tablet_file_saved_title()} ${m.tablet_file_saved()}`,
	nothing: m.tablet_file_nothing,
	failed: m.tablet_file_failed
};

export function savedFileText(saved: SavedFile): string {
	return words[saved]();
}
