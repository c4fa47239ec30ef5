/**
 * Keeps what is being written on the device: shortly after each change, and at once when the page is about to go. Writes
 * follow one another, so that an older one never lands on a newer; an empty draft is not kept at all.
 */

export interface DraftPort {
	save(value: unknown): Promise<{ ok: true } | { ok: false; error: { kind: string } }>;
	remove(): Promise<void>;
}

/** Long enough for a word, short enough for a battery that dies. */
export const KEEP_AFTER_MS = 300;

export type Keeping =
	/** Nothing written, or not yet kept. */
	| 'open'
	/** What is on the screen is on the device. */
	| 'kept'
	| 'full'
	| 'failed';

export class DraftKeeper {
	#port: DraftPort;
	#state = $state.raw<Keeping>('open');
	#wanted: { value: unknown } | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#writing: Promise<void> = Promise.resolve();
	#stopped = false;

	/** @param isKept the draft was read from the device and nothing has been changed yet. */
	constructor(port: DraftPort, isKept = false) {
		this.#port = port;
		if (isKept) this.#state = 'kept';
	}

	get state(): Keeping {
		return this.#state;
	}

	/** @param value plain data, or null when there is nothing worth keeping. */
	changed(value: unknown): void {
		if (this.#stopped) return;
		this.#wanted = { value };
		if (this.#state === 'kept') this.#state = 'open';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), KEEP_AFTER_MS);
	}

	/** Writes what is not written yet; resolves when the device holds it, or `state` says why not. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		const wanted = this.#wanted;
		this.#wanted = null;
		if (wanted) this.#writing = this.#writing.then(() => this.#write(wanted.value));
		return this.#writing;
	}

	/** Writes what is left and then nothing more: the draft is becoming a request. */
	async stop(): Promise<void> {
		this.#stopped = true;
		await this.flush();
	}

	/** It did not become one. */
	resume(): void {
		this.#stopped = false;
	}

	async #write(value: unknown): Promise<void> {
		try {
			if (value === null) {
				await this.#port.remove();
				this.#settle('open');
				return;
			}
			const result = await this.#port.save(value);
			this.#settle(result.ok ? 'kept' : result.error.kind === 'storage-full' ? 'full' : 'failed');
		} catch (error) {
			this.#settle('failed');
			// On the screen it is the notice that speaks; the cause is for whoever looks into the browser.
			reportError(error);
		}
	}

	/** Something newer may be waiting already. */
	#settle(state: Keeping): void {
		this.#state = state === 'kept' && this.#wanted ? 'open' : state;
	}
}
