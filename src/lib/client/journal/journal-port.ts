/** What is asked of the worker that writes the second copy, and a way to ask it. */
import type { JournalContents, JournalRecord } from './journal-format';

export interface JournalFile extends JournalContents {
	name: string;
}

/** Of which store what has had its answer. */
export interface Answered {
	storeId: string;
	answeredSeq: number;
	/** Ids below that number of which the server has nothing: it could not open them, or they never left. */
	keep: readonly string[];
}

export type JournalQuestion =
	| { kind: 'read' }
	/** Into this worker's own file; made when there is none yet. Answered when it is on the disk. */
	| { kind: 'write'; records: JournalRecord[] }
	| ({ kind: 'prune'; names: string[] } & Answered)
	/** Every file of every tab. */
	| { kind: 'clear' };

export interface JournalAnswers {
	read: JournalFile[];
	write: null;
	/** Names of the files that are gone. */
	prune: string[];
	clear: null;
}

export interface ToJournal {
	id: number;
	question: JournalQuestion;
}

export type FromJournal =
	| { id: number; ok: true; value: JournalAnswers[JournalQuestion['kind']] }
	/** `name` of the error: what it was is told by it. */
	| { id: number; ok: false; name: string; problem: string };

/** One worker, with one file of its own. */
export interface JournalPort {
	/** Rejects when the worker says no, or breaks. It may also never answer. */
	ask<Q extends JournalQuestion>(question: Q): Promise<JournalAnswers[Q['kind']]>;
	/** Ends the worker, whatever it is doing. */
	end(): void;
}

export function openJournalPort(): JournalPort {
	const worker = new Worker(new URL('./journal.worker.ts', import.meta.url), { type: 'module' });
	const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	let lastId = 0;
	let broken: Error | null = null;

	worker.addEventListener('message', ({ data }: MessageEvent<FromJournal>) => {
		const asked = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.ok) asked?.resolve(data.value);
		else asked?.reject(Object.assign(new Error(data.problem), { name: data.name }));
	});
	const breakDown = () => {
		broken = new Error('The worker of the second copy stopped');
		for (const { reject } of waiting.values()) reject(broken);
		waiting.clear();
	};
	worker.addEventListener('error', breakDown);
	worker.addEventListener('messageerror', breakDown);

	return {
		ask: (question) =>
			new Promise((resolve, reject) => {
				if (broken) return reject(broken);
				lastId += 1;
				waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
				worker.postMessage({ id: lastId, question });
			}),
		end: () => worker.terminate()
	};
}
