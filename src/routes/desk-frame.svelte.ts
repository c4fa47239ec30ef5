/** The frame around the pages of whoever works here; public pages do without it, and without its weight. */
import type { Component, ComponentProps } from 'svelte';
import type DeskFrame from './DeskFrame.svelte';

let loaded = $state.raw<Component<ComponentProps<typeof DeskFrame>> | null>(null);

export const deskFrame = {
	get component() {
		return loaded;
	},
	/** To be waited for before somebody is let in: a page that is drawn later tells a screen reader no title. */
	async load(): Promise<void> {
		loaded ??= (await import('./DeskFrame.svelte')).default;
	}
};
