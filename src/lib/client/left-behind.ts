/**
 * Who has signed out of this computer and left records on it that are not sent yet: they leave when the same person signs
 * in again. On a tablet nobody signs out, and what is unsent leaves by itself.
 */
import * as v from 'valibot';
import { readSmall } from './small-storage.ts';

const KEY = 'sportello.left-behind';

const leftSchema = v.object({ userId: v.string(), name: v.string(), count: v.number() });
export type LeftBehind = v.InferOutput<typeof leftSchema>;

/** Damaged: a notice less, and no record. */
const read = (): LeftBehind[] => readSmall(KEY, v.array(leftSchema)) ?? [];

const others = (userId: string) => read().filter((left) => left.userId !== userId);

function write(all: readonly LeftBehind[]) {
	try {
		if (all.length > 0) localStorage.setItem(KEY, JSON.stringify(all));
		else localStorage.removeItem(KEY);
	} catch {
		// Full: a notice less. Nobody is kept from signing out.
	}
}

export const leftBehind = {
	read,
	/** @param left what waits now; a count of 0 forgets the person */
	remember(left: LeftBehind): void {
		write([...others(left.userId), ...(left.count > 0 ? [left] : [])]);
	},
	/** They are back. */
	forget(userId: string): void {
		write(others(userId));
	}
};
