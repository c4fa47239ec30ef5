/**
 * The sealed rows of a tablet, all that somebody may read at once: a desk unlocks with thousands of them. They are read and
 * opened in a worker, which gives one text: thousands of objects would take longer on their way to the page than here.
 *
 * Invariants
 * - A row is bound to its place: scope, collection, key and revision. One row's bytes open in no other's.
 * - Whatever becomes of the worker, what it did not answer is read here: it costs time and loses nothing.
 */
import type { BaseRow } from '../../../../sync/client/ports.ts';
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

export interface RowsQuestion {
	/** Name of the database. */
	database: string;
	scopes: readonly string[];
	/** By id of the vault. */
	keys: ReadonlyMap<string, CryptoKey>;
}

export interface RowsAnswer {
	/** Of the rows that open: a list of scope, collection, key, revision and content, as JSON. */
	json: string;
	/** Sealed with a key that is not here. */
	keyless: RowPlace[];
	/** Sealed with a key that is here, and they do not open. */
	damaged: RowPlace[];
}

export interface OpenedRows extends Omit<RowsAnswer, 'json'> {
	rows: BaseRow[];
}

/** What a worker is to whoever asks it. */
export type ReaderPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** Sorts after every collection and key. */
const LAST = '\uffff';

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
async function storedRows({ database, scopes }: RowsQuestion): Promise<StoredBaseRow[]> {
	const opening = indexedDB.open(database);
	// It is not there: nor must it be made, without a table, by whoever only reads.
	opening.onupgradeneeded = () => opening.transaction?.abort();
	const opened = await finished(opening);
	try {
		const rows = opened.transaction('rows').objectStore('rows');
		const found = scopes.map((scope) =>
			finished<StoredBaseRow[]>(
				rows.getAll(IDBKeyRange.bound([scope, '', ''], [scope, LAST, LAST]))
			)
		);
		return (await Promise.all(found)).flat();
	} finally {
		opened.close();
	}
}

export async function readSealedRows(question: RowsQuestion): Promise<RowsAnswer> {
	const stored = await storedRows(question);
	const texts: string[] = [];
	const keyless: RowPlace[] = [];
	const damaged: RowPlace[] = [];
	await Promise.all(
		stored.map(async ({ body, ...row }) => {
			const { vaultId, ...parts } = body as SealedBody;
			const key = question.keys.get(vaultId);
			if (!key) return void keyless.push(row);
			try {
				const { scope, collection, key: id, rev } = row;
				const content = fromUtf8(await open(key, parts, rowContext(row)));
				texts.push(`[${JSON.stringify([scope, collection, id, rev]).slice(1, -1)},${content}]`);
			} catch {
				damaged.push(row);
			}
		})
	);
	return { json: `[${texts.join(',')}]`, keyless, damaged };
}

function answerOf(port: ReaderPort, question: RowsQuestion): Promise<RowsAnswer> {
	return new Promise((resolve, reject) => {
		const fail = () => reject(new Error('The worker did not read the rows'));
		port.addEventListener('message', (event) => {
			const { data } = event as MessageEvent<RowsAnswer | null>;
			if (data) resolve(data);
			else fail();
		});
		port.addEventListener('error', fail);
		port.addEventListener('messageerror', fail);
		port.postMessage(question);
	});
}

/** @param makePort of a worker for this one question: with it goes what it had in memory */
async function askWorker(makePort: () => ReaderPort, question: RowsQuestion): Promise<RowsAnswer> {
	const port = makePort();
	try {
		return await answerOf(port, question);
	} finally {
		port.terminate();
	}
}

export type ReadRows = (question: RowsQuestion) => Promise<OpenedRows>;

function openedRows({ json, ...others }: RowsAnswer): OpenedRows {
	const opened = JSON.parse(json) as [string, string, string, number, RowContent][];
	const rows = opened.map(([scope, collection, key, rev, { fields, conflicts }]) => ({
		...{ scope, collection, key, rev, fields, conflicts }
	}));
	return { ...others, rows };
}

export const readRowsHere: ReadRows = async (question) =>
	openedRows(await readSealedRows(question));

export function createReadRows(makePort: () => ReaderPort): ReadRows {
	return async (question) => {
		const answer = await askWorker(makePort, question).catch(() => readSealedRows(question));
		return openedRows(answer);
	};
}
