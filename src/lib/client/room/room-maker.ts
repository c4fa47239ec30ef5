/**
 * Making room for what somebody writes: what can be fetched again goes, and the write is tried once more.
 *
 * Invariants
 * - Nothing is given up while there is room; the next thing only when the one before it was not enough.
 * - The write is tried again only after something has gone. It must be all or nothing, as a transaction is.
 * - What is left is full: the last refusal is what the caller hears.
 */
import { isFull } from './full.ts';

/** Something that can be fetched again. */
export interface Spare {
	/** @returns whether there was anything to give up */
	free(): Promise<boolean>;
}

/** Does the work, making room for it when the device is full. @throws what the work throws */
export type WithRoom = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** @param inOrder what is missed least first */
export function createRoomMaker(inOrder: readonly Spare[]): WithRoom {
	/** Times that something was given up: another write may have made the room. */
	let timesFreed = 0;
	const underWay = new Map<Spare, Promise<boolean>>();

	async function freed(spare: Spare): Promise<boolean> {
		try {
			return await spare.free();
		} catch {
			// It could not be given up: the next one may.
			return false;
		}
	}

	async function free(spare: Spare): Promise<boolean> {
		const freeing = underWay.get(spare) ?? freed(spare);
		underWay.set(spare, freeing);
		const isFreed = await freeing;
		if (underWay.get(spare) === freeing) {
			underWay.delete(spare);
			if (isFreed) timesFreed += 1;
		}
		return isFreed;
	}

	return async (work) => {
		let tried = timesFreed;
		let refusal: unknown;
		const attempt = async () => {
			tried = timesFreed;
			try {
				return { value: await work() };
			} catch (error) {
				if (!isFull(error)) throw error;
				refusal = error;
				return null;
			}
		};
		let done = await attempt();
		for (const spare of inOrder) {
			if (done) break;
			if ((await free(spare)) || timesFreed !== tried) done = await attempt();
		}
		if (!done) throw refusal;
		return done.value;
	};
}
