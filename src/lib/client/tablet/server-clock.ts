/**
 * What time it is by the server, as far as a tablet can know. Until when somebody may read here is a moment of the
 * server's, and a tablet's own clock may be wrong by months.
 *
 * Invariants
 * - What the server says replaces what was reckoned, whichever way: a moment that was too late locks nobody out for good.
 * - Between two contacts it does not go back: a clock that is put back goes on from where it was seen last.
 */
import * as v from 'valibot';
import { readSmall } from '../small-storage.ts';

const KEY = 'sportello.server-clock';

const serverClockSchema = v.object({
	/** How far the server's clock is ahead of the tablet's; below zero when it is behind. */
	aheadMs: v.number(),
	/** By the server: no moment before this is the present. */
	latest: v.number()
});
export type ServerClock = v.InferOutput<typeof serverClockSchema>;

/** @param askedAt device clock, before the question left: what the answer then took makes the tablet's reckoning late, and never early */
export function heard(serverNow: number, askedAt: number): ServerClock {
	return { aheadMs: serverNow - askedAt, latest: serverNow };
}

/** @param clock null where the server was never heard: then the tablet's own clock has to do */
export function serverMoment(clock: ServerClock | null, deviceNow: number): number {
	return clock ? Math.max(deviceNow + clock.aheadMs, clock.latest) : deviceNow;
}

/** After this moment, without the server. */
export function passed(clock: ServerClock, deviceNow: number): ServerClock {
	return heard(serverMoment(clock, deviceNow), deviceNow);
}

const read = () => readSmall(KEY, serverClockSchema);

function keep(clock: ServerClock): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(clock));
	} catch {
		// Full: what stands there is older, and not wrong.
	}
}

/** In the browser's small storage: every tab has the same, and what clears the databases leaves it. */
export const serverClock = {
	hear(serverNow: number, askedAt: number): void {
		keep(heard(serverNow, askedAt));
	},
	/** To be called now and then: what was not noted does not count when the clock is put back. */
	note(deviceNow = Date.now()): void {
		const clock = read();
		if (clock) keep(passed(clock, deviceNow));
	},
	at(deviceNow: number): number {
		return serverMoment(read(), deviceNow);
	},
	forget(): void {
		localStorage.removeItem(KEY);
	}
};
