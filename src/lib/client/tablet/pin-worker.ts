/** The service worker's side of PINs: it answers, and stays in memory while there is something to hold. */
import * as v from 'valibot';
import { createPinHolder } from './pin-holder.ts';
import { answerPinAsk, pinAskSchema } from './pin-messages.ts';

/**
 * An idle worker is ended after half a minute or less. A page asks more often than this, but one that is not seen has its
 * timers slowed down to one a minute.
 */
const STAY_MS = 100_000;

/** What of a service worker this needs; the library that types it would hide the page's. */
export interface PinWorkerScope {
	registration: EventTarget & { installing: unknown; waiting: unknown };
	addEventListener(type: 'message', listener: (event: PinMessage) => void): void;
}

interface PinMessage {
	data: unknown;
	ports: readonly MessagePort[];
	waitUntil(promise: Promise<unknown>): void;
}

export function answerPins(scope: PinWorkerScope): void {
	const holder = createPinHolder({ now: Date.now, elapsed: () => performance.now() });
	let letGo: () => void = () => undefined;

	/** Until the next question, which asks for as long again. */
	function stay(): Promise<void> {
		letGo();
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, STAY_MS);
			letGo = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	// A new version takes over only from a worker with nothing to do; with this one the PINs go too.
	scope.registration.addEventListener('updatefound', () => letGo());

	scope.addEventListener('message', (event) => {
		const parsed = v.safeParse(pinAskSchema, event.data);
		const [port] = event.ports;
		if (!parsed.success || !port) return;
		const answering = answerPinAsk(holder, parsed.output).then((answer) => {
			const key = answer.opened?.ok ? [answer.opened.key.buffer] : [];
			port.postMessage(answer, key);
			const { installing, waiting } = scope.registration;
			if (answer.live.length > 0 && !installing && !waiting) return stay();
			letGo();
		});
		event.waitUntil(answering);
	});
}
