/** Practising: the same pages on a desk of invented people, of which nothing is sent and nothing stays. */
import { deskState, practiseAt } from '../desk.svelte';
import { session } from '../session.svelte';

let isLeaving = $state(false);

export const practice = {
	get on(): boolean {
		return deskState.isPractice;
	},

	/** While it ends, no form asks whether what is written in it is to be saved. */
	get isLeaving(): boolean {
		return isLeaving;
	},

	async start(): Promise<void> {
		const info = session.current;
		if (!info) throw new Error('Nobody is signed in');
		const { openPracticeDesk } = await import('./practice-desk');
		practiseAt(await openPracticeDesk(info));
	},

	/**
	 * @param away leads off the page being practised on. Only then the person's own desk is in front again: what a page
	 * keeps at its end is kept by the desk it was written at.
	 */
	async leave(away: () => Promise<void>): Promise<void> {
		isLeaving = true;
		try {
			await away();
		} finally {
			practiseAt(null);
			isLeaving = false;
		}
	}
};
