/** Whether the browser promised not to throw the app's data away when the device runs out of room. */

import { browserKind } from '$lib/domain/devices/browser-kind';

/** `unsupported`: the browser has no such promise to give; `unknown`: not asked yet. */
export type PersistenceState = 'unknown' | 'granted' | 'refused' | 'unsupported';

const ASKED_KEY = 'sportello.persistence-asked-at';
const UNDERSTOOD_KEY = 'sportello.persistence-understood-at';

/**
 * Firefox asks the person each time, so a refusal is not questioned more than once a week. Chromium and Safari decide by
 * themselves, by whether the app is installed and how much it is used: they are asked at each start.
 */
const ASK_AGAIN_MS = 7 * 24 * 60 * 60 * 1000;

/** A refusal that was read is said again after a month: tablets change hands. */
const SAY_AGAIN_MS = 30 * 24 * 60 * 60 * 1000;

class Persistence {
	#state = $state.raw<PersistenceState>('unknown');
	#understoodAt = $state(Number(globalThis.localStorage?.getItem(UNDERSTOOD_KEY) ?? 0));

	get state(): PersistenceState {
		return this.#state;
	}

	/** True when somebody has read the refusal in the last month. */
	get understood(): boolean {
		return Date.now() - this.#understoodAt < SAY_AGAIN_MS;
	}

	understand(now = Date.now()): void {
		localStorage.setItem(UNDERSTOOD_KEY, String(now));
		this.#understoodAt = now;
	}

	/** Reads the answer that stands, without asking. */
	async read(): Promise<PersistenceState> {
		if (!navigator.storage?.persisted) return (this.#state = 'unsupported');
		if (await navigator.storage.persisted()) this.#state = 'granted';
		else if (localStorage.getItem(ASKED_KEY) !== null) this.#state = 'refused';
		return this.#state;
	}

	/**
	 * Asks for the promise. The right moment is when there is something to lose, or the person has just shown that
	 * the app matters to them: after signing in, after installing, after enrolling a tablet.
	 * @param again whatever was answered a moment ago: something has changed since
	 */
	async ask({ again = false, now = Date.now() } = {}): Promise<PersistenceState> {
		const state = await this.read();
		if (state === 'granted' || state === 'unsupported') return state;
		const asksPerson = !['chromium', 'safari'].includes(browserKind(navigator.userAgent));
		const askedAt = Number(localStorage.getItem(ASKED_KEY) ?? 0);
		if (asksPerson && !again && now - askedAt < ASK_AGAIN_MS) return state;
		localStorage.setItem(ASKED_KEY, String(now));
		return (this.#state = (await navigator.storage.persist()) ? 'granted' : 'refused');
	}
}

export const persistence = new Persistence();
