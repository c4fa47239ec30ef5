/** Questions and answers over a worker's messages: one answer for each question, whatever happens to the worker. */
import {
	initialStatus,
	type Answers,
	type CatalogueStatus,
	type FromWorker,
	type Question,
	type Result,
	type ToWorker
} from './protocol';

/** The part of `Worker` that is used, so that a test can stand in for it. */
export interface WorkerPort {
	postMessage(message: ToWorker): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
	addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

export interface WorkerClient {
	ask<Q extends Question>(question: Q): Promise<Result<Answers[Q['kind']]>>;
}

export function createWorkerClient(
	worker: WorkerPort,
	onStatus: (status: CatalogueStatus) => void,
	onRulesChange: () => void
): WorkerClient {
	type Settle = (result: Result<Answers[Question['kind']]>) => void;
	const waiting = new Map<number, Settle>();
	let lastId = 0;
	let lastStatus = initialStatus;
	let broken: string | null = null;

	worker.addEventListener('message', (event) => {
		const message = event.data;
		switch (message.kind) {
			case 'status':
				lastStatus = message.status;
				return onStatus(message.status);
			case 'rules-changed':
				return onRulesChange();
			case 'answer':
				waiting.get(message.id)?.(message.result);
				waiting.delete(message.id);
		}
	});

	function breakDown(event: Event) {
		// An uncaught error in the worker: what waits would wait for ever.
		broken = event instanceof ErrorEvent && event.message ? event.message : 'the worker stopped';
		for (const settle of waiting.values()) {
			settle({ ok: false, error: { kind: 'worker', message: broken } });
		}
		waiting.clear();
		onStatus({ ...lastStatus, kind: 'error', problem: 'worker' });
	}
	worker.addEventListener('error', breakDown);
	worker.addEventListener('messageerror', breakDown);

	return {
		ask<Q extends Question>(question: Q) {
			return new Promise<Result<Answers[Q['kind']]>>((resolve) => {
				if (broken !== null) {
					return resolve({ ok: false, error: { kind: 'worker', message: broken } });
				}
				lastId += 1;
				waiting.set(lastId, resolve as Settle);
				worker.postMessage({ id: lastId, question });
			});
		}
	};
}
