/**
 * A new version of the app: found, offered, and taken only when the person says so.
 *
 * Invariants: the page is never reloaded without a tap on this page; never while input is unsaved; a part of the
 * app that does not load any more offers a reload and never does it by itself, so nothing can loop.
 */
import type { Workbox } from 'workbox-window';
import { unsaved } from './unsaved.svelte';

export type UpdateState =
	| { kind: 'none' }
	/** A new version is on the device and waits. */
	| { kind: 'waiting' }
	/** Asked for: the page is about to reload. */
	| { kind: 'applying' }
	/** A part of this version could not be loaded: most often the server has a newer one. */
	| { kind: 'broken' };

/** How often an open app asks for a new version. The browser itself only asks on a full page load. */
const CHECK_EVERY_MS = 60 * 60 * 1000;

/** How long a waiting worker may take to take over before the page reloads anyway. */
const TAKE_OVER_MS = 4000;

class Updates {
	#state = $state.raw<UpdateState>({ kind: 'none' });
	#workbox: Workbox | null = null;
	#started = false;
	#opensOffline = $state(true);

	get state(): UpdateState {
		return this.#state;
	}

	/** False when the browser refused what opens the app with no network. */
	get opensOffline(): boolean {
		return this.#opensOffline;
	}

	/** True while the new version waits for input to be saved. */
	get blocked(): boolean {
		return unsaved.busy;
	}

	/** Registers the service worker. Call once, from the root layout; further calls do nothing. */
	async start(): Promise<void> {
		if (this.#started) return;
		this.#started = true;
		window.addEventListener('vite:preloadError', () => {
			if (this.#state.kind !== 'applying') this.#state = { kind: 'broken' };
		});
		if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;

		const { Workbox } = await import('workbox-window');
		const workbox = new Workbox('/service-worker.js', { scope: '/' });
		workbox.addEventListener('waiting', () => this.#offer());
		workbox.addEventListener('controlling', (event) => {
			if (!event.isUpdate) return;
			// Another tab may have agreed: then this one still runs the old code and offers its own reload.
			if (this.#state.kind === 'applying') window.location.reload();
			else this.#offer();
		});
		this.#workbox = workbox;
		try {
			await workbox.register();
		} catch {
			// Whatever the reason, what matters to the person is the same: without a network it will not open.
			this.#opensOffline = false;
			return;
		}
		const check = () => {
			if (document.visibilityState === 'visible' && navigator.onLine) {
				// Offline, or a server in trouble: the next check says more than an alarm would.
				workbox.update().catch(() => undefined);
			}
		};
		window.setInterval(check, CHECK_EVERY_MS);
		window.addEventListener('online', check);
	}

	/** Takes the new version: refused (false) while input is unsaved. */
	apply(): boolean {
		if (unsaved.busy) return false;
		this.#state = { kind: 'applying' };
		this.#workbox?.messageSkipWaiting();
		void this.#reloadWithoutTakeOver();
		return true;
	}

	#offer() {
		if (this.#state.kind === 'none') this.#state = { kind: 'waiting' };
	}

	/** Nobody waits when the page is only broken, or another tab has agreed already: then `controlling` never comes. */
	async #reloadWithoutTakeOver() {
		const registration = await navigator.serviceWorker?.getRegistration('/');
		const delayMs = registration?.waiting ? TAKE_OVER_MS : 0;
		window.setTimeout(() => window.location.reload(), delayMs);
	}
}

export const updates = new Updates();
