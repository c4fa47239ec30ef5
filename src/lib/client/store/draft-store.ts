/** Where drafts are kept: on the device, in clear or sealed, or nowhere but in the memory of a page that practises. */
import { liveQuery } from 'dexie';
import { openJson, sealJson, type SealedParts } from '../vault/bytes.ts';
import type { DeviceDatabase, StoredDraft } from './device-database.ts';

export interface DraftStore {
	get(id: string): Promise<StoredDraft | undefined>;
	put(draft: StoredDraft): Promise<void>;
	delete(id: string): Promise<void>;
	/** All of them, whether they can be opened or not. */
	list(): Promise<Pick<StoredDraft, 'id' | 'updatedAt'>[]>;
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
		list: () => drafts.toArray(),
		watch(onDrafts, onError) {
			const watched = liveQuery(() => drafts.toArray()).subscribe(onDrafts, onError);
			return () => watched.unsubscribe();
		}
	};
}

/**
 * On a tablet: each person's under a key in their own slot, apart from everybody else's. What does not open is not shown:
 * it is another person's, or damaged.
 */
export function createSealedDrafts(
	{ drafts }: DeviceDatabase,
	userId: string,
	key: CryptoKey
): DraftStore {
	const prefix = `${userId}|`;
	const context = (id: string, updatedAt: number) =>
		JSON.stringify(['draft', 1, userId, id, updatedAt]);
	async function opened({ id, updatedAt, value }: StoredDraft): Promise<StoredDraft[]> {
		const own = id.slice(prefix.length);
		try {
			const parts = value as SealedParts;
			return [{ id: own, updatedAt, value: await openJson(key, parts, context(own, updatedAt)) }];
		} catch {
			return [];
		}
	}
	return {
		async get(id) {
			const stored = await drafts.get(prefix + id);
			return stored && (await opened(stored))[0];
		},
		async put({ id, updatedAt, value }) {
			const sealed = await sealJson(key, value, context(id, updatedAt));
			await drafts.put({ id: prefix + id, updatedAt, value: sealed });
		},
		delete: (id) => drafts.delete(prefix + id),
		async list() {
			const own = await drafts.where('id').startsWith(prefix).toArray();
			return own.map(({ id, updatedAt }) => ({ id: id.slice(prefix.length), updatedAt }));
		},
		watch(onDrafts, onError) {
			let latest = 0;
			const watched = liveQuery(() => drafts.where('id').startsWith(prefix).toArray()).subscribe(
				(stored) => {
					const turn = (latest += 1);
					void Promise.all(stored.map(opened)).then((found) => {
						// Opening takes a moment: an older answer must not follow a newer one.
						if (turn === latest) onDrafts(found.flat());
					}, onError);
				},
				onError
			);
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
		list: async () => [...drafts.values()],
		watch(onDrafts) {
			watchers.add(onDrafts);
			onDrafts([...drafts.values()]);
			return () => watchers.delete(onDrafts);
		}
	};
}
