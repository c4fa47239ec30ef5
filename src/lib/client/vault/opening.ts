/**
 * Opening many sealed records at once, away from the page's own thread: a desk unlocks with thousands of them.
 *
 * Invariant
 * - Whatever becomes of the worker, what it did not answer is opened here: it costs time and loses nothing.
 */
import { openJson, type SealedParts } from './bytes.ts';

export interface OpenJob extends SealedParts {
	key: CryptoKey;
	context: string;
}

/** Opens many at once: null for each that does not open. */
export type OpenMany = (jobs: OpenJob[]) => Promise<unknown[]>;

export interface ToOpener {
	id: number;
	jobs: OpenJob[];
}

export interface FromOpener {
	id: number;
	opened: unknown[];
}

/** What a worker is to whoever asks it. */
export type OpenerPort = Pick<Worker, 'postMessage' | 'addEventListener'>;

/** Fewer are opened before a worker has been asked. */
const WORTH_A_WORKER = 100;

export const openHere: OpenMany = (jobs) =>
	Promise.all(jobs.map((job) => openJson(job.key, job, job.context).catch(() => null)));

/** @param makePort called once, when there is first something worth it */
export function createOpenMany(makePort: () => OpenerPort): OpenMany {
	const waiting = new Map<number, { jobs: OpenJob[]; resolve(opened: unknown[]): void }>();
	let port: OpenerPort | null = null;
	let isBroken = false;
	let lastId = 0;

	function breakDown() {
		isBroken = true;
		for (const { jobs, resolve } of waiting.values()) void openHere(jobs).then(resolve);
		waiting.clear();
	}

	function start(): OpenerPort {
		const made = makePort();
		made.addEventListener('message', (event) => {
			const { id, opened } = (event as MessageEvent<FromOpener>).data;
			waiting.get(id)?.resolve(opened);
			waiting.delete(id);
		});
		made.addEventListener('error', breakDown);
		made.addEventListener('messageerror', breakDown);
		return made;
	}

	return (jobs) => {
		if (isBroken || jobs.length < WORTH_A_WORKER) return openHere(jobs);
		return new Promise((resolve) => {
			lastId += 1;
			waiting.set(lastId, { jobs, resolve });
			try {
				port ??= start();
				port.postMessage({ id: lastId, jobs } satisfies ToOpener);
			} catch {
				// No workers here.
				breakDown();
			}
		});
	};
}
