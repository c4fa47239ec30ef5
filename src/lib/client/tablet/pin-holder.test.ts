import { beforeEach, describe, expect, it } from 'vitest';
import { PIN_MAX_AGE_MS, PIN_TRIES } from '../../domain/devices/pin.ts';
import { randomBytes } from '../vault/bytes.ts';
import { createPinHolder, type PinHolder } from './pin-holder.ts';

const PIN = '730295';
const WRONG = '730296';
const wrong = (triesLeft: number) => ({ ok: false, error: { kind: 'wrong-pin', triesLeft } });
const SPENT = { ok: false, error: { kind: 'pin-spent' } };
const NONE = { ok: false, error: { kind: 'no-pin' } };

let at: number;
let elapsed: number;
let holder: PinHolder;
beforeEach(() => {
	at = 1_800_000_000_000;
	elapsed = 5000;
	holder = createPinHolder({ now: () => at, elapsed: () => elapsed, iterations: 100 });
});

/** Sets it for this person and gives back a copy of what it should open. */
async function held(userId: string, pin = PIN) {
	const key = randomBytes(32);
	const copy = key.slice();
	await holder.set(userId, pin, key);
	return copy;
}

async function tryWrong(times: number) {
	for (let n = 0; n < times; n += 1) await holder.open('marta', WRONG);
}

describe('what holds a PIN', () => {
	it('gives the key back for the right PIN, as often as it is asked', async () => {
		const key = await held('marta');
		expect(await holder.open('marta', PIN)).toEqual({ ok: true, key });
		expect(await holder.open('marta', PIN)).toEqual({ ok: true, key });
	});

	it('clears the key that it was given', async () => {
		const key = randomBytes(32);
		await holder.set('marta', PIN, key);
		expect(key).toEqual(new Uint8Array(32));
	});

	it('opens to nobody else with the same PIN', async () => {
		await held('marta');
		expect(await holder.open('davide', PIN)).toEqual(NONE);
	});

	it('holds those of several people, each with tries of its own', async () => {
		await held('marta');
		const davides = await held('davide', '402816');
		await tryWrong(PIN_TRIES);
		expect(await holder.open('davide', '402816')).toEqual({ ok: true, key: davides });
		expect(holder.live().map(({ userId }) => userId)).toEqual(['davide']);
	});

	it('says after a wrong PIN how many tries are left, and is gone after the last', async () => {
		await held('marta');
		for (const left of [4, 3, 2, 1]) {
			expect(await holder.open('marta', WRONG)).toEqual(wrong(left));
			expect(holder.live()).toMatchObject([{ userId: 'marta', triesLeft: left }]);
		}
		expect(await holder.open('marta', WRONG)).toEqual(SPENT);
		expect(holder.live()).toEqual([]);
		expect(await holder.open('marta', PIN)).toEqual(NONE);
	});

	it('opens with the right PIN at the last try, and counts anew from there', async () => {
		const key = await held('marta');
		await tryWrong(PIN_TRIES - 1);
		expect(await holder.open('marta', PIN)).toEqual({ ok: true, key });
		expect(await holder.open('marta', WRONG)).toEqual(wrong(4));
	});

	it('counts tries that are made at once, and makes no more than there are', async () => {
		await held('marta');
		const tries = Array.from({ length: 20 }, (_, n) => holder.open('marta', String(100000 + n)));
		// The right one comes too late.
		const late = holder.open('marta', PIN);
		const results = await Promise.all([...tries, late]);
		expect(results.every((result) => !result.ok)).toBe(true);
		expect(await late).toEqual(SPENT);
		expect(holder.live()).toEqual([]);
	});

	it('ends some hours after it was set, however often it was used meanwhile', async () => {
		const key = await held('marta');
		at += PIN_MAX_AGE_MS - 1;
		expect(await holder.open('marta', PIN)).toEqual({ ok: true, key });
		at += 1;
		expect(holder.live()).toEqual([]);
		expect(await holder.open('marta', PIN)).toEqual(NONE);
	});

	it('ends on a tablet whose clock was set back, at once or by the clock that nobody sets', async () => {
		await held('marta');
		at -= 1;
		expect(await holder.open('marta', PIN)).toEqual(NONE);
		await held('marta');
		elapsed += PIN_MAX_AGE_MS;
		expect(await holder.open('marta', PIN)).toEqual(NONE);
	});

	it('forgets those who may no longer work here, or everybody', async () => {
		await held('marta');
		await held('davide');
		await held('piero');
		holder.forget(['marta']);
		expect(await holder.open('marta', PIN)).toEqual(NONE);
		expect(holder.live()).toHaveLength(2);
		holder.forget('all');
		expect(holder.live()).toEqual([]);
	});

	it('does not take back what was forgotten while it was being tried', async () => {
		await held('marta');
		const trying = holder.open('marta', PIN);
		holder.forget('all');
		await trying;
		expect(holder.live()).toEqual([]);
	});

	it('opens with a newer PIN alone once there is one', async () => {
		await held('marta');
		const key = await held('marta', '402816');
		expect(await holder.open('marta', PIN)).toEqual(wrong(4));
		expect(await holder.open('marta', '402816')).toEqual({ ok: true, key });
	});
});
