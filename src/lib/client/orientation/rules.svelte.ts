/** The rules of orientation as the pages see them, with no network too. */
import type { RuleSet } from '$lib/domain/orientation/rule-set';
import { catalogue } from '../catalogue/catalogue.svelte';

export type RulesState =
	| { kind: 'loading' }
	/** Expired rules are in the set: see `orient`. It is empty where the city has none. */
	| { kind: 'ready'; set: RuleSet }
	/** This device has never had a network since there are rules, or cannot read what it was sent. */
	| { kind: 'none-yet' };

/** The part of the catalogue that is used, so that a test can stand in for it. */
export interface RulesSource {
	/** Null when the device has none. */
	rules(): Promise<RuleSet | null>;
	onRulesChange(listener: () => void): void;
}

export class Rules {
	#state = $state.raw<RulesState>({ kind: 'loading' });
	#source: RulesSource;
	#isStarted = false;

	constructor(source: RulesSource) {
		this.#source = source;
	}

	get state(): RulesState {
		return this.#state;
	}

	/** For the pages that need them; further calls do nothing. */
	start(): void {
		if (this.#isStarted) return;
		this.#isStarted = true;
		this.#source.onRulesChange(() => void this.#load());
		void this.#load();
	}

	async #load(): Promise<void> {
		const set = await this.#source.rules();
		if (set !== null) this.#state = { kind: 'ready', set };
		// What is here stays in use.
		else if (this.#state.kind === 'loading') this.#state = { kind: 'none-yet' };
	}
}

export const rules = new Rules(catalogue);
