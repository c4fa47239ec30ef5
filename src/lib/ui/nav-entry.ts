import type { Component } from 'svelte';

/** One place to go to in the rail or the bottom bar. */
export interface NavEntry {
	id: string;
	label: string;
	icon: Component<{ size?: number | string; strokeWidth?: number | string }>;
	/** Where it leads; without it, `onclick` says what it does. */
	href?: string;
	onclick?: () => void;
	/** Shown when above zero. */
	badge?: number;
	current?: boolean;
	/** At the far end of the rail. */
	atEnd?: boolean;
}
