/** The database of what is public: the catalogue, and the rules of orientation that come with it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export const DATABASE_NAME = 'sportello-catalogue';

/** The key of what there is one of. */
export const CURRENT = 'current';

export interface StoredManifest {
	version: number;
	/** Hash of the snapshot this version grew from, or of its own. */
	hash: string;
	/** As the server sent it, for conditional requests; null when it sent none. */
	etag: string | null;
	/** Milliseconds since the epoch. */
	publishedAt: number | null;
	/** Milliseconds since the epoch. */
	checkedAt: number;
	entries: number;
	chunks: number;
}

/** Out-of-line keys: records are plain strings of JSON, which IndexedDB copies faster than objects. */
export interface Tables extends DBSchema {
	manifest: { key: string; value: StoredManifest };
	chunks: { key: number; value: string };
	index: { key: string; value: string };
	rules: { key: string; value: string };
}
const TABLES = ['manifest', 'chunks', 'index', 'rules'] as const;
/** 10 was without rules. */
const TABLES_VERSION = 11;

/** Opens at the first need, and again after the browser has closed it or would not open it. */
export function createConnection(name: string) {
	let opened: Promise<IDBPDatabase<Tables>> | null = null;
	const forget = () => {
		opened = null;
	};
	return {
		open(): Promise<IDBPDatabase<Tables>> {
			opened ??= openDB<Tables>(name, TABLES_VERSION, {
				upgrade(database) {
					for (const table of TABLES) {
						if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
					}
				},
				// Somebody deletes it, or a newer app changes it: they do not wait for this tab.
				blocking(_current, _wanted, event) {
					(event.target as IDBDatabase).close();
					forget();
				},
				terminated: forget
			}).catch((error: unknown) => {
				forget();
				throw error;
			});
			return opened;
		},
		close() {
			void opened?.then((database) => database.close());
			forget();
		}
	};
}
