/**
 * The worker that holds the catalogue: wires the keeper to the browser and answers the page's questions.
 * All of the catalogue's parsing, searching and storing happens here, so that the main thread only draws rows.
 */
import { createCatalogueDatabase } from './catalogue-database';
import { createKeeper } from './keeper';
import type { Answers, FromWorker, Question, Result, ToWorker } from './protocol';
import { createCatalogueRemote } from './remote';

/** The part of a worker's global scope that is used; the library that types it all would hide the page's. */
interface WorkerScope {
	postMessage(message: FromWorker): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}
const scope = globalThis as unknown as WorkerScope;

/** A tablet that stays open sees a correction within a quarter of an hour. */
const CHECK_EVERY_MS = 15 * 60 * 1000;

/** By then the page is drawn, and whoever begins to search is not kept waiting. */
const OPEN_AFTER_MS = 5000;

const keeper = createKeeper({
	remote: createCatalogueRemote((path, init) => fetch(path, init)),
	database: createCatalogueDatabase(),
	now: () => Date.now(),
	alone: async (work) =>
		navigator.locks === undefined
			? work()
			: // The lock's own type widens a promise of a promise.
				((await navigator.locks.request('sportello-catalogue', work)) as Awaited<
					ReturnType<typeof work>
				>),
	onStatus: (status) => post({ kind: 'status', status })
});

function post(message: FromWorker) {
	scope.postMessage(message);
}

async function answer(question: Question): Promise<Result<Answers[Question['kind']]>> {
	if (question.kind === 'check') return { ok: true, value: await keeper.check() };
	if (question.kind === 'let-go') return { ok: true, value: await keeper.letGo() };
	const catalogue = await keeper.ready();
	if (catalogue === null) return { ok: false, error: { kind: 'not-ready' } };
	switch (question.kind) {
		case 'search':
			return { ok: true, value: catalogue.search(question.query) };
		case 'get':
			return { ok: true, value: catalogue.get(question.entryId) };
	}
}

scope.addEventListener('message', (event) => {
	const { id, question } = event.data;
	void answer(question)
		.catch((error: unknown): Result<never> => {
			const message = error instanceof Error ? error.message : String(error);
			return { ok: false, error: { kind: 'worker', message } };
		})
		.then((result) => post({ kind: 'answer', id, result }));
});

// Thrown where nobody waits: reported, so that the page's side hears of it as the worker's error.
const report = (error: unknown) => reportError(error);
setInterval(() => keeper.check().catch(report), CHECK_EVERY_MS);
keeper.start().catch(report);
setTimeout(() => keeper.ready().catch(report), OPEN_AFTER_MS);
