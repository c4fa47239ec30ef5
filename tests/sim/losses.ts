/** What goes with a database that is put back, evicted or lost, and what is left to tell of it. */
import type { DeviceState } from '../../sync/client/ports.ts';
import type { Tablet } from './tablet.ts';
import type { World } from './world.ts';

/** What a tablet with another past has lost of what it said was saved. */
export function loseTo(world: World, tablet: Tablet, state: DeviceState) {
	const kept = new Set(state.outbox.map(({ id }) => id));
	const counted = new Set(state.meta.missing);
	// What had been counted here before, and not told yet, is counted by nobody any more.
	for (const lost of world.destroyed.values()) {
		const isTold = world.server
			.missingOf(lost.storeId)
			.some(([from, to]) => lost.seq >= from && lost.seq <= to);
		const isHere = lost.storeId === state.meta.storeId;
		if (isHere && !counted.has(lost.seq) && !isTold) lost.counted = false;
	}
	for (const [id, seq] of tablet.saved) {
		if (kept.has(id) || world.server.has(id)) continue;
		// What a restored server has lost meanwhile had been answered; a number that was given twice tells nothing.
		const isTwice = [...world.saved].some(
			([other, each]) => other !== id && each.tablet === tablet.name && each.seq === seq
		);
		const isCounted = counted.has(seq) || (seq <= state.meta.answeredSeq && !isTwice);
		world.destroyed.set(id, { seq, storeId: state.meta.storeId, counted: isCounted });
	}
}

/** The last that could tell of these losses is no more. @param storeId of this store alone */
export function forgetLosses({ destroyed, server }: World, storeId?: string) {
	for (const each of destroyed.values()) {
		const isTold = server
			.missingOf(each.storeId)
			.some(([from, to]) => each.seq >= from && each.seq <= to);
		if (storeId === undefined || (each.storeId === storeId && !isTold)) each.counted = false;
	}
}

/** What only the server had, because the tablet that wrote it is no more, and it has no more. */
export function loseToRestore(world: World, silently: boolean) {
	const { server, saved, tablets, destroyed } = world;
	// Whoever holds nothing that was confirmed has no way to notice, and tells no loss a second time.
	if (silently) forgetLosses(world);
	const kept = new Set(tablets.flatMap(({ gone, saved: own }) => (gone ? [] : [...own.keys()])));
	for (const [id, { seq }] of saved) {
		if (kept.has(id) || server.has(id) || destroyed.has(id)) continue;
		destroyed.set(id, { seq, storeId: '', counted: false });
	}
}

export function numbersLost(
	state: DeviceState,
	{ highestSeq, answeredSeq }: Tablet['counter']
): DeviceState {
	const { meta } = state;
	const present = new Set([...state.outbox.map(({ seq }) => seq), ...meta.missing]);
	const highest = Math.max(meta.highestSeq, highestSeq);
	const lost: number[] = [];
	for (let seq = Math.max(meta.answeredSeq, answeredSeq) + 1; seq <= highest; seq += 1) {
		if (!present.has(seq)) lost.push(seq);
	}
	return { ...state, meta: { ...meta, highestSeq: highest, missing: [...meta.missing, ...lost] } };
}
