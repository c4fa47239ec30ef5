/**
 * The worker that holds the catalogue: wires the keeper to the browser and answers the page's questions.
 * All of the catalogue's parsing, searching and storing happens here, so that the main thread only draws rows. The rules
 * of orientation are kept here too.
 */
import { createRulesDatabase } from '../orientation/rules-database';
import { createRulesKeeper } from '../orientation/rules-keeper';
import { createRulesRemote } from '../orientation/rules-remote';
import { createCatalogueDatabase } from './catalogue-database';
import { createKeeper, LET_GO_FOR_MS } from './keeper';
import type { Answers, FromWorker, Question, Result, ToWorker } from './protocol';
import { createCatalogueRemote } from './remote';
import type { SearchableCatalogue } from './searchable-catalogue';

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

/** One at a time across tabs, of what goes by this name. */
const aloneAs =
	(name: string) =>
	async <T>(work: () => Promise<T>): Promise<T> =>
		navigator.locks === undefined
			? work()
			: // The lock's own type widens a promise of a promise.
				((await navigator.locks.request(name, work)) as T);

const get = (path: string, init?: RequestInit) => fetch(path, init);
const now = () => Date.now();

const keeper = createKeeper({
	remote: createCatalogueRemote(get),
	database: createCatalogueDatabase(),
	now,
	alone: aloneAs('sportello-catalogue'),
	onStatus: (status) => post({ kind: 'status', status })
});

// They do not wait for a big catalogue that comes over a bad line.
const rules = createRulesKeeper({
	remote: createRulesRemote(get),
	database: createRulesDatabase(),
	now,
	alone: aloneAs('sportello-rules'),
	onChange: () => post({ kind: 'rules-changed' }),
	letGoForMs: LET_GO_FOR_MS
});

function post(message: FromWorker) {
	scope.postMessage(message);
}

async function found<T>(look: (catalogue: SearchableCatalogue) => T): Promise<Result<T>> {
	const catalogue = await keeper.ready();
	if (catalogue === null) return { ok: false, error: { kind: 'not-ready' } };
	return { ok: true, value: look(catalogue) };
}

async function answer(question: Question): Promise<Result<Answers[Question['kind']]>> {
	switch (question.kind) {
		case 'search':
			return found((catalogue) => catalogue.search(question.query));
		case 'get':
			return found((catalogue) => catalogue.get(question.entryId));
		case 'rules':
			return { ok: true, value: await rules.ready() };
		case 'check':
			rules.check().catch(report);
			return { ok: true, value: await keeper.check() };
		case 'let-go':
			rules.letGo();
			return { ok: true, value: await keeper.letGo() };
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

/** Thrown where nobody waits: the page's side hears of it as the worker's error. */
function report(error: unknown) {
	reportError(error);
}

setInterval(() => {
	keeper.check().catch(report);
	rules.check().catch(report);
}, CHECK_EVERY_MS);
keeper.start().catch(report);
rules.start().catch(report);
setTimeout(() => keeper.ready().catch(report), OPEN_AFTER_MS);
