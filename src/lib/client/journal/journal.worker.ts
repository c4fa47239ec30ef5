/**
 * The worker that writes the second copy, into the browser's own folder of files (OPFS). Only a worker may open a file
 * there so that `flush` puts it on the disk; a page's `createWritable` does not.
 *
 * Invariants
 * - A file is written by the tab that made it and by no other. It is flushed before a write is answered.
 * - A file is deleted whole, after it was read once more: another tab may have written into it since.
 */
import { fullError } from '../room/full';
import { decodeRecords, encodeRecords, type JournalContents } from './journal-format';
import type {
	FromJournal,
	JournalAnswers,
	JournalFile,
	JournalQuestion,
	ToJournal
} from './journal-port';
import { isAnswered } from './pruning';

/** What the library that types a worker's globals would say; it would hide the page's. */
interface SyncAccessHandle {
	write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
	read(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
	getSize(): number;
	truncate(size: number): void;
	flush(): void;
	close(): void;
}
type WritableFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> };
interface WorkerScope {
	postMessage(message: FromJournal): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToJournal>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

const FOLDER = 'journal';

async function folder(): Promise<FileSystemDirectoryHandle> {
	const root = await navigator.storage.getDirectory();
	return root.getDirectoryHandle(FOLDER, { create: true });
}

let own: { name: string; handle: SyncAccessHandle } | null = null;

async function ownFile() {
	if (own) return own;
	const name = `${Date.now()}-${crypto.randomUUID()}`;
	const file = (await (await folder()).getFileHandle(name, { create: true })) as WritableFile;
	return (own = { name, handle: await file.createSyncAccessHandle() });
}

async function contentsOf(file: FileSystemFileHandle): Promise<JournalContents> {
	try {
		return decodeRecords(new Uint8Array(await (await file.getFile()).arrayBuffer()));
	} catch {
		// Another tab is writing into it, and has the same database; or the disk does not give it back.
		return { records: [], damaged: 1, torn: false };
	}
}

async function read(): Promise<JournalFile[]> {
	const files: JournalFile[] = [];
	// What TypeScript's DOM library does not have yet.
	const entries = (await folder()) as unknown as AsyncIterable<[string, FileSystemHandle]>;
	for await (const [name, entry] of entries) {
		if (entry.kind !== 'file') continue;
		files.push({ name, ...(await contentsOf(entry as FileSystemFileHandle)) });
	}
	return files;
}

async function write(records: Parameters<typeof encodeRecords>[0]): Promise<null> {
	const { name, handle } = await ownFile();
	const bytes = encodeRecords(records);
	const at = handle.getSize();
	try {
		const written = handle.write(bytes, { at });
		if (written !== bytes.length) {
			// Half a record would stand between the next ones.
			handle.truncate(at);
			throw fullError('Not everything was written');
		}
		handle.flush();
	} catch (error) {
		// The next attempt makes another file: a full tablet is not to fill with empty ones.
		if (at === 0) await discardOwn(name);
		throw error;
	}
	return null;
}

async function discardOwn(name: string): Promise<void> {
	own?.handle.close();
	own = null;
	await (await folder()).removeEntry(name);
}

/** Deletes those of the named files in which everything is answered. A file that another tab has open stays. */
async function prune(question: Extract<JournalQuestion, { kind: 'prune' }>): Promise<string[]> {
	const { names } = question;
	const place = await folder();
	const removed: string[] = [];
	for (const name of names) {
		try {
			const file = (await place.getFileHandle(name)) as WritableFile;
			const handle = await file.createSyncAccessHandle();
			const bytes = new Uint8Array(handle.getSize());
			handle.read(bytes, { at: 0 });
			handle.close();
			if (!isAnswered(decodeRecords(bytes).records, question)) continue;
			await place.removeEntry(name);
			removed.push(name);
		} catch {
			// Open in another tab, or deleted by it: it is looked at again after the next start.
		}
	}
	return removed;
}

async function clear(): Promise<null> {
	own?.handle.close();
	own = null;
	const root = await navigator.storage.getDirectory();
	await root.removeEntry(FOLDER, { recursive: true });
	return null;
}

function answer(question: JournalQuestion): Promise<JournalAnswers[JournalQuestion['kind']]> {
	switch (question.kind) {
		case 'read':
			return read();
		case 'write':
			return write(question.records);
		case 'prune':
			return prune(question);
		case 'clear':
			return clear();
	}
}

/** One after the other, as they were asked. */
let turn: Promise<unknown> = Promise.resolve();

scope.addEventListener('message', ({ data: { id, question } }) => {
	turn = turn
		.then(() => answer(question))
		.then(
			(value) => scope.postMessage({ id, ok: true, value }),
			(error: unknown) => {
				const name = error instanceof Error ? error.name : 'Error';
				scope.postMessage({ id, ok: false, name, problem: String(error) });
			}
		);
});
