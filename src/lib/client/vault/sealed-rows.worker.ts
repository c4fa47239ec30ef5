/** Reads the sealed rows of a tablet, and opens them once it is given the keys: one answer. */
import { openStoredRows, readStoredRows, type StoredRows } from './sealed-rows';
import type { FromRowsWorker, ToRowsWorker } from './sealed-rows-reader';

/** What the library that types a worker's globals would say; it would hide the page's. */
interface WorkerScope {
	postMessage(message: FromRowsWorker): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToRowsWorker>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

let stored: Promise<StoredRows> | null = null;

scope.addEventListener('message', ({ data }) => {
	if (typeof data === 'string') {
		stored = readStoredRows(data);
		// Said to whoever brings the keys.
		stored.catch(() => undefined);
		return;
	}
	Promise.resolve(stored)
		.then((rows) => rows && openStoredRows(rows, data, (json) => scope.postMessage(json)))
		.then(
			(answer) => scope.postMessage(answer),
			() => scope.postMessage(null)
		);
});
