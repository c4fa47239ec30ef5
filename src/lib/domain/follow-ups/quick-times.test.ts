import { describe, expect, it } from 'vitest';
import { wallTimeOf } from './city-time.ts';
import { quickTimes } from './quick-times.ts';

const ROME = 'Europe/Rome';

function offered(now: string) {
	return quickTimes(Date.parse(now), ROME).map(({ id, at }) => {
		const { date, time } = wallTimeOf(at, ROME);
		return `${id} ${date} ${time}`;
	});
}

describe('the times of one tap', () => {
	it('offers the hour, the afternoon, tomorrow, Monday and a week', () => {
		expect(offered('2026-11-12T10:07+01:00')).toEqual([
			'in-an-hour 2026-11-12 11:10',
			'this-afternoon 2026-11-12 15:00',
			'tomorrow-morning 2026-11-13 09:00',
			'monday-morning 2026-11-16 09:00',
			'in-a-week 2026-11-19 09:00'
		]);
	});

	it('offers no afternoon that is almost over', () => {
		expect(offered('2026-11-12T14:30+01:00')).not.toContainEqual(
			expect.stringMatching(/^this-afternoon/)
		);
	});

	it('offers Monday once on a Sunday, and the next one on a Monday', () => {
		expect(offered('2026-11-15T10:00+01:00').slice(2)).toEqual([
			'tomorrow-morning 2026-11-16 09:00',
			'in-a-week 2026-11-22 09:00'
		]);
		expect(offered('2026-11-16T10:00+01:00').slice(2)).toEqual([
			'tomorrow-morning 2026-11-17 09:00',
			'monday-morning 2026-11-23 09:00'
		]);
	});

	it('keeps tomorrow at nine when the hour changes in the night', () => {
		expect(offered('2026-10-24T18:00+02:00')).toContain('tomorrow-morning 2026-10-25 09:00');
	});
});
