/**
 * Reads all sealed rows that somebody may read at once: a desk unlocks with thousands of them. A worker does it and gives
 * texts, which are read here while it opens more. It begins while the phrase is still
 * typed, as reading what lies there takes longer than opening it.
 *
 * Invariants
 * - Nothing is opened before there is a key: until then the worker has what anybody finds on the tablet.
 * - Whatever becomes of the worker, what it did not answer is read here: it costs time and loses nothing.
 * - A worker answers once and is ended: with it goes what it had in memory.
 */
import type { BaseRow } from '../../../../sync/client/ports.ts';
import {
	openStoredRows,
	readStoredRows,
	type RowContent,
	type RowsAnswer,
	type RowsKeys
} from './sealed-rows.ts';

export interface OpenedRows extends RowsAnswer {
	rows: BaseRow[];
}

/** First the name of the database to read, then what opens it. */
export type ToRowsWorker = string | RowsKeys;

/** Rows, part by part, then what ends them; null when they could not be read. */
export type FromRowsWorker = string | RowsAnswer | null;

/** What a worker is to whoever asks it. */
export type RowsWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

export interface RowsReader {
	/** Begins to read what lies in a database: somebody is about to open it. */
	expect(database: string): void;
	read(database: string, keys: RowsKeys): Promise<OpenedRows>;
}

/** A worker that reads what lies in a database. */
interface Reading {
	database: string;
	worker: RowsWorker;
	answer: Promise<OpenedRows>;
}

function rowsOf(json: string): BaseRow[] {
	const opened = JSON.parse(json) as [string, string, string, number, RowContent][];
	return opened.map(([scope, collection, key, rev, { fields, conflicts }]) => ({
		...{ scope, collection, key, rev, fields, conflicts }
	}));
}

function begin(makeWorker: () => RowsWorker, database: string): Reading {
	const worker = makeWorker();
	const parts: BaseRow[][] = [];
	const answer = new Promise<OpenedRows>((resolve, reject) => {
		const fail = () => reject(new Error('The worker did not read the rows'));
		worker.addEventListener('message', (event) => {
			const { data } = event as MessageEvent<FromRowsWorker>;
			if (typeof data === 'string') parts.push(rowsOf(data));
			else if (data) resolve({ ...data, rows: parts.flat() });
			else fail();
		});
		worker.addEventListener('error', fail);
		worker.addEventListener('messageerror', fail);
	});
	// It may break before anybody waits for it; whoever does then hears of it.
	answer.catch(() => undefined);
	worker.postMessage(database satisfies ToRowsWorker);
	return { database, worker, answer };
}

async function finish({ worker, answer }: Reading, keys: RowsKeys): Promise<OpenedRows> {
	try {
		worker.postMessage(keys satisfies ToRowsWorker);
		return await answer;
	} finally {
		worker.terminate();
	}
}

async function readHere(database: string, keys: RowsKeys): Promise<OpenedRows> {
	const parts: BaseRow[][] = [];
	const stored = await readStoredRows(database);
	const answer = await openStoredRows(stored, keys, (json) => parts.push(rowsOf(json)));
	return { ...answer, rows: parts.flat() };
}

/** @param makeWorker without it everything is read in this thread */
export function createRowsReader(makeWorker?: () => RowsWorker): RowsReader {
	let expected: Reading | null = null;

	function begun(database: string): Reading | null {
		const reading = expected;
		expected = null;
		if (reading?.database === database) return reading;
		reading?.worker.terminate();
		try {
			return makeWorker ? begin(makeWorker, database) : null;
		} catch {
			return null;
		}
	}

	return {
		expect(database) {
			expected = begun(database);
		},

		async read(database, keys) {
			const reading = begun(database);
			if (!reading) return readHere(database, keys);
			return finish(reading, keys).catch(() => readHere(database, keys));
		}
	};
}
