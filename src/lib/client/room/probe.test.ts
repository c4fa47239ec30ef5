import { describe, expect, it } from 'vitest';
import { freeBytesOf, largestThatFits } from './probe.ts';

const MB = 1024 * 1024;
const fitsIn = (room: number) => async (bytes: number) => bytes <= room;

describe('how much room there is', () => {
	it('is asked once where there is enough', async () => {
		const asked: number[] = [];
		await largestThatFits(24 * MB, async (bytes) => asked.push(bytes) > 0);
		expect(asked).toEqual([24 * MB]);
	});

	it('is found to within a half, and nothing is nothing', async () => {
		expect(await largestThatFits(24 * MB, fitsIn(7 * MB))).toBe(6 * MB);
		expect(await largestThatFits(24 * MB, fitsIn(1000))).toBe(0);
	});

	it('is what was tried, where the browser says 10 GiB to everybody', () => {
		const told = { quota: 10 * 1024 * MB + 5, usage: 5 };
		expect(freeBytesOf(told, 6 * MB, 24 * MB)).toBe(6 * MB);
		expect(freeBytesOf(told, 24 * MB, 24 * MB)).toBe(10 * 1024 * MB);
	});

	it('is the browser’s word where that is less, or where nothing could be tried', () => {
		expect(freeBytesOf({ quota: 9 * MB, usage: 8 * MB }, 24 * MB, 24 * MB)).toBe(MB);
		expect(freeBytesOf({ quota: 9 * MB, usage: 10 * MB }, null, 24 * MB)).toBe(0);
		expect(freeBytesOf({}, null, 24 * MB)).toBeNull();
		expect(freeBytesOf({}, 24 * MB, 24 * MB)).toBeNull();
		expect(freeBytesOf({}, 3 * MB, 24 * MB)).toBe(3 * MB);
	});
});
