/** Reads and opens the sealed rows of a tablet, once. */
import { readSealedRows, type RowsAnswer, type RowsQuestion } from './sealed-rows';

/** What the library that types a worker's globals would say; it would hide the page's. */
interface WorkerScope {
	postMessage(message: RowsAnswer | null): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<RowsQuestion>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data }) => {
	readSealedRows(data).then(
		(answer) => scope.postMessage(answer),
		() => scope.postMessage(null)
	);
});
