/** Opens sealed records. It keeps nothing: keys and contents go with each answer, and with the page that asked. */
import { openHere, type FromOpener, type ToOpener } from './opening';

/** What the library that types a worker's globals would say; it would hide the page's. */
interface WorkerScope {
	postMessage(message: FromOpener): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToOpener>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('message', ({ data: { id, jobs } }) => {
	void openHere(jobs).then((opened) => scope.postMessage({ id, opened }));
});
