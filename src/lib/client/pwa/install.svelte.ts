/**
 * Keeping the app on the home screen. Where the browser says when it can be installed we offer it with its own
 * prompt; where it never says, we tell the steps.
 */
import { persistence } from './persistence.svelte';

/** Not in the standard library of types: only Chromium has it. */
interface InstallPromptEvent extends Event {
	prompt(): Promise<void>;
	readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export type InstallState =
	/** Nothing to offer: installed already, put off, or a browser that cannot. */
	| { kind: 'none' }
	/** The browser will show its own prompt. */
	| { kind: 'offer' }
	/** The person has to do it by hand. */
	| { kind: 'hint'; steps: 'ios' | 'android' };

const PUT_OFF_KEY = 'sportello.install-put-off-at';

/** "Non ora" is respected for three months. */
const PUT_OFF_MS = 90 * 24 * 60 * 60 * 1000;

class Install {
	#event = $state.raw<InstallPromptEvent | null>(null);
	#hint = $state.raw<'ios' | 'android' | null>(null);
	#putOff = $state(false);
	#installed = $state(false);
	#started = false;

	get state(): InstallState {
		if (this.#installed || this.#putOff) return { kind: 'none' };
		if (this.#event !== null) return { kind: 'offer' };
		if (this.#hint !== null) return { kind: 'hint', steps: this.#hint };
		return { kind: 'none' };
	}

	/** True when the app runs in its own window. */
	get installed(): boolean {
		return this.#installed;
	}

	/** Listens for the browser's offer. Call once, as early as possible; further calls do nothing. */
	start(now = Date.now()): void {
		if (this.#started) return;
		this.#started = true;
		this.#installed = runsInOwnWindow();
		this.#putOff = now - Number(localStorage.getItem(PUT_OFF_KEY) ?? 0) < PUT_OFF_MS;
		this.#hint = stepsFor(navigator.userAgent, navigator.maxTouchPoints);
		window.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#event = event as InstallPromptEvent;
		});
		window.addEventListener('appinstalled', () => {
			this.#installed = true;
			this.#event = null;
			void persistence.ask({ again: true });
		});
	}

	/** Shows the browser's own prompt. A refusal there counts as "Non ora". */
	async accept(): Promise<void> {
		const event = this.#event;
		if (event === null) return;
		// The event may be used once: whatever the answer, it is spent.
		this.#event = null;
		await event.prompt();
		if ((await event.userChoice).outcome === 'dismissed') this.putOff();
	}

	putOff(now = Date.now()): void {
		localStorage.setItem(PUT_OFF_KEY, String(now));
		this.#putOff = true;
	}
}

function runsInOwnWindow(): boolean {
	return (
		window.matchMedia('(display-mode: standalone)').matches ||
		// Safari on iOS before display-mode.
		(navigator as Navigator & { standalone?: boolean }).standalone === true
	);
}

/**
 * Which steps to tell where no prompt event exists: every browser on iOS, and Firefox on Android.
 * An iPad calls itself a Macintosh with a touch screen.
 */
export function stepsFor(userAgent: string, maxTouchPoints: number): 'ios' | 'android' | null {
	if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
	if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'ios';
	if (/Android/.test(userAgent) && /Firefox\//.test(userAgent)) return 'android';
	return null;
}

export const install = new Install();
