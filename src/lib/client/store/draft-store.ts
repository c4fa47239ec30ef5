/** Where drafts are kept: on the device, or nowhere but in the memory of a page that practises. */
import { liveQuery } from 'dexie';
import type { DeviceDatabase, StoredDraft } from './device-database.ts';

export interface DraftStore {
	get(id: string): Promise<StoredDraft | undefined>;
	put(draft: StoredDraft): Promise<void>;
	delete(id: string): Promise<void>;
	/** Tells all of them, in no order, now and after each change; the returned function ends it. */
	watch(onDrafts: (drafts: StoredDraft[]) => void, onError: (error: unknown) => void): () => void;
}

/** Kept in step with the database by every tab. */
export function createDeviceDrafts({ drafts }: DeviceDatabase): DraftStore {
	return {
		get: (id) => drafts.get(id),
		async put(draft) {
			await drafts.put(draft);
		},
		delete: (id) => drafts.delete(id),
		watch(onDrafts, onError) {
			const watched = liveQuery(() => drafts.toArray()).subscribe(onDrafts, onError);
			return () => watched.unsubscribe();
		}
	};
}

export function createMemoryDrafts(): DraftStore {
	const drafts = new Map<string, StoredDraft>();
	const watchers = new Set<(drafts: StoredDraft[]) => void>();
	const tell = () => {
		for (const watcher of watchers) watcher([...drafts.values()]);
	};
	return {
		get: async (id) => drafts.get(id),
		async put(draft) {
			drafts.set(draft.id, structuredClone(draft));
			tell();
		},
		async delete(id) {
			drafts.delete(id);
			tell();
		},
		watch(onDrafts) {
			watchers.add(onDrafts);
			onDrafts([...drafts.values()]);
			return () => watchers.delete(onDrafts);
		}
	};
}
