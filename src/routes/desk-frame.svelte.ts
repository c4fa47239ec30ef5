/** The frame around the pages of whoever works here; public pages do without it, and without its weight. */
import type { Component, ComponentProps } from 'svelte';
import type { SessionInfo } from '$lib/domain/session';
import type DeskFrame from './DeskFrame.svelte';

let loaded = $state.raw<Component<ComponentProps<typeof DeskFrame>> | null>(null);

export const deskFrame = {
	get component() {
		return loaded;
	},
	async load(): Promise<void> {
		loaded ??= (await import('./DeskFrame.svelte')).default;
	},
	/**
	 * With the records of whoever is let in, to be waited for before their page is gone to: one that is drawn later tells a
	 * screen reader no title. What cannot be had is asked for again by that page, and missing there.
	 */
	async prepare(info: SessionInfo | null): Promise<void> {
		const records = import('$lib/client/desk.svelte').then((desk) => desk.followSession(info));
		await Promise.allSettled([deskFrame.load(), records]);
	}
};
