/** The worker that asks for a file of some size and deletes it: only a worker may open one so. See `probe.ts`. */
import { isFull } from './full';
import { largestThatFits } from './probe';

/** What the library that types a worker's globals would say; it would hide the page's. */
type ProbeFile = FileSystemFileHandle & {
	createSyncAccessHandle(): Promise<{ truncate(size: number): void; close(): void }>;
};
interface WorkerScope {
	postMessage(fits: number | null): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<number>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/** One name, so that one left by a page that was closed meanwhile is found again. */
const NAME = 'room';

async function probe(most: number): Promise<number> {
	const root = await navigator.storage.getDirectory();
	const isRoomFor = async (bytes: number) => {
		try {
			const file = (await root.getFileHandle(NAME, { create: true })) as ProbeFile;
			const handle = await file.createSyncAccessHandle();
			try {
				handle.truncate(bytes);
			} finally {
				handle.close();
			}
			return true;
		} catch (error) {
			if (isFull(error)) return false;
			throw error;
		}
	};
	try {
		return await largestThatFits(most, isRoomFor);
	} finally {
		await root.removeEntry(NAME).catch(() => undefined);
	}
}

scope.addEventListener('message', ({ data: most }) => {
	// A file is open in one tab at a time.
	const probing: Promise<number> = navigator.locks
		? navigator.locks.request('sportello-room', () => probe(most))
		: probe(most);
	probing.then(
		(fits) => scope.postMessage(fits),
		// A browser without such files.
		() => scope.postMessage(null)
	);
});
