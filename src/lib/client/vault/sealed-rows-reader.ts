/**
 * Reads all sealed rows that somebody may read at once: a desk unlocks with thousands of them. A worker does it and gives
 * texts, which are read here while it opens more. It begins while the phrase is still typed, as reading what lies there
 * takes longer than opening it.
 *
 * Invariants
 * - Nothing is opened before there is a key: until then the worker has what anybody finds on the tablet.
 * - Whatever becomes of the worker, what it did not answer is read here: it costs time and loses nothing.
 * - A worker answers once and is ended: with it goes what it had in memory.
 */
import type { BaseRow } from '../../../../sync/client/ports.ts';
import { openStoredRows, readStoredRows, type RowsAnswer, type RowsKeys } from './sealed-rows.ts';

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

/** Calls back once after the delay; the returned function cancels. */
type After = (delayMs: number, callback: () => void) => () => void;

/** A worker that has keys and says nothing for so long is given up: it reads thousands of rows in less. */
const SILENCE_LIMIT_MS = 10_000;

/** A worker that reads what lies in a database. */
interface Reading {
	database: string;
	worker: RowsWorker;
	/** From now on it may not be silent for too long. */
	open(keys: RowsKeys): Promise<OpenedRows>;
}

function afterTimeout(delayMs: number, callback: () => void): () => void {
	const timer = setTimeout(callback, delayMs);
	return () => clearTimeout(timer);
}

const rowsOf = (json: string) => JSON.parse(json) as BaseRow[];

function begin(makeWorker: () => RowsWorker, database: string, after: After): Reading {
	const worker = makeWorker();
	const parts: BaseRow[][] = [];
	let cancel: () => void = () => undefined;
	let listen: () => void = () => undefined;
	const answer = new Promise<OpenedRows>((resolve, reject) => {
		const fail = () => reject(new Error('The worker did not read the rows'));
		listen = () => {
			cancel();
			cancel = after(SILENCE_LIMIT_MS, fail);
		};
		function hear(data: FromRowsWorker) {
			if (typeof data === 'string') {
				listen();
				parts.push(rowsOf(data));
			} else if (data) resolve({ ...data, rows: parts.flat() });
			else fail();
		}
		worker.addEventListener('message', (event) => {
			try {
				hear((event as MessageEvent<FromRowsWorker>).data);
			} catch (error) {
				// What is thrown here reaches nobody: a part that is not understood would be missing without a word.
				reject(error);
			}
		});
		worker.addEventListener('error', fail);
		worker.addEventListener('messageerror', fail);
	});
	// It may break before anybody waits for it; whoever does then hears of it.
	answer.catch(() => undefined);
	worker.postMessage(database satisfies ToRowsWorker);
	return {
		database,
		worker,
		async open(keys) {
			try {
				worker.postMessage(keys satisfies ToRowsWorker);
				listen();
				return await answer;
			} finally {
				cancel();
				worker.terminate();
			}
		}
	};
}

async function readHere(database: string, keys: RowsKeys): Promise<OpenedRows> {
	const parts: BaseRow[][] = [];
	const stored = await readStoredRows(database);
	const answer = await openStoredRows(stored, keys, (json) => parts.push(rowsOf(json)));
	return { ...answer, rows: parts.flat() };
}

/** @param makeWorker without it everything is read in this thread */
export function createRowsReader(
	makeWorker?: () => RowsWorker,
	after: After = afterTimeout
): RowsReader {
	let expected: Reading | null = null;

	function begun(database: string): Reading | null {
		const reading = expected;
		expected = null;
		if (reading?.database === database) return reading;
		reading?.worker.terminate();
		try {
			return makeWorker ? begin(makeWorker, database, after) : null;
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
			return reading.open(keys).catch(() => readHere(database, keys));
		}
	};
}
