/**
 * The sealed rows of a tablet: reading what lies there, which needs no key, and opening what somebody may read.
 *
 * Invariants
 * - A row is bound to its place: scope, collection, key and revision. One row's bytes open in no other's.
 */
import type { ScopeCursor } from '../../../../sync/client/ports.ts';
import type { Fields } from '../../../../sync/protocol/json.ts';
import type { Conflict } from '../../../../sync/protocol/pull.ts';
import type { RowPlace } from '../store/codec.ts';
import type { StoredBaseRow } from '../store/device-database.ts';
import { fromUtf8, open, type SealedParts } from './bytes.ts';

/** The body of a row on a tablet. */
export interface SealedBody extends SealedParts {
	vaultId: string;
}

export interface RowContent {
	fields: Fields;
	conflicts: Conflict[];
}

/** Sealed, as they lie there, and how far their scopes had come at that moment. */
export interface StoredRows {
	rows: StoredBaseRow[];
	scopes: ScopeCursor[];
}

/** Who may read what. */
export interface RowsKeys {
	scopes: readonly string[];
	/** By id of the vault. */
	keys: ReadonlyMap<string, CryptoKey>;
}

export interface RowsAnswer {
	/** Sealed with a key that is not here. */
	keyless: RowPlace[];
	/** Sealed with a key that is here, and they do not open. */
	damaged: RowPlace[];
	/** As they stood when the rows were read, of everybody. */
	scopes: ScopeCursor[];
	/** Of which the rows were opened. */
	readable: readonly string[];
}

/** One text of thousands takes a page longer than all of them in parts. */
const IN_ONE_PART = 250;

export function rowContext({ scope, collection, key, rev }: RowPlace): string {
	return JSON.stringify(['row', 1, scope, collection, key, rev]);
}

function finished<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'));
	});
}

/** Without Dexie: a worker that carried it would take longer to start than to read. */
export async function readStoredRows(database: string): Promise<StoredRows> {
	const opening = indexedDB.open(database);
	// It is not there: nor must it be made, without a table, by whoever only reads.
	opening.onupgradeneeded = () => opening.transaction?.abort();
	const opened = await finished(opening);
	try {
		const reading = opened.transaction(['rows', 'scopes']);
		const [rows, scopes] = await Promise.all([
			finished<StoredBaseRow[]>(reading.objectStore('rows').getAll()),
			finished<ScopeCursor[]>(reading.objectStore('scopes').getAll())
		]);
		return { rows, scopes };
	} finally {
		opened.close();
	}
}

/**
 * @param give takes what opens, part by part, as soon as it is open: lists of `BaseRow`, as JSON
 */
export async function openStoredRows(
	stored: StoredRows,
	{ scopes, keys }: RowsKeys,
	give: (json: string) => void
): Promise<RowsAnswer> {
	const keyless: RowPlace[] = [];
	const damaged: RowPlace[] = [];

	async function opened({ body, ...row }: StoredBaseRow): Promise<string[]> {
		const { scope, collection, key: id, rev } = row;
		if (!scopes.includes(scope)) return [];
		const { vaultId, ...parts } = body as SealedBody;
		const key = keys.get(vaultId);
		if (!key) {
			keyless.push(row);
			return [];
		}
		try {
			const content = fromUtf8(await open(key, parts, rowContext(row)));
			// As the page keeps it: to make each anew there would take longer than to read it.
			return [
				`${JSON.stringify({ scope, collection, key: id, rev }).slice(0, -1)},${content.slice(1)}`
			];
		} catch {
			damaged.push(row);
			return [];
		}
	}

	const openPart = (from: number) =>
		Promise.all(stored.rows.slice(from, from + IN_ONE_PART).map(opened));
	// One after another, as all at once would all be open at the end; while one is given the next is being opened.
	let next = openPart(0);
	for (let from = 0; from < stored.rows.length; from += IN_ONE_PART) {
		const texts = await next;
		next = openPart(from + IN_ONE_PART);
		give(`[${texts.flat().join(',')}]`);
	}
	return { keyless, damaged, scopes: stored.scopes, readable: scopes };
}
