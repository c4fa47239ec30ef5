/**
 * Who is in the middle of writing something. A page holds this while its form has input that is not stored yet; no
 * update takes over until everybody has let go.
 */
import { SvelteMap } from 'svelte/reactivity';

export interface Unsaved {
	/** True while at least one page holds unsaved input. */
	readonly busy: boolean;
	/**
	 * Marks input as unsaved until the returned function is called; calling it twice does nothing more.
	 * In a component: `$effect(() => { if (dirty) return unsaved.hold(); })`.
	 */
	hold(): () => void;
}

export function createUnsaved(): Unsaved {
	const holders = new SvelteMap<symbol, true>();
	return {
		get busy() {
			return holders.size > 0;
		},
		hold() {
			const holder = Symbol('unsaved');
			holders.set(holder, true);
			return () => {
				holders.delete(holder);
			};
		}
	};
}

export const unsaved = createUnsaved();
