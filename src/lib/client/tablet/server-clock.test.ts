/**
 * Seen to fail with the defence taken out, one at a time:
 * - `aheadMs` left out of what is reckoned: ten days ahead it is ten days too late, and three hundred behind it stands still;
 * - `latest` left out of it: a clock put back after the last contact puts the present back;
 * - `passed` that keeps `aheadMs` as it was: after a clock was put back the present stands for as long as it was put back;
 * - `heard` that keeps the later of two moments: a server that was a year ahead is believed for a year.
 */
import { describe, expect, it } from 'vitest';
import { heard, passed, serverMoment, type ServerClock } from './server-clock.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const SERVER = Date.UTC(2026, 10, 27, 9);

describe('the present by the server', () => {
	it.each([
		['ten days ahead', 10 * DAY],
		['three hundred days behind', -300 * DAY],
		['right', 0]
	])('is known to a tablet whose clock is %s', (_, wrongBy) => {
		const clock = heard(SERVER, SERVER + wrongBy);
		expect(serverMoment(clock, SERVER + wrongBy)).toBe(SERVER);
		expect(serverMoment(clock, SERVER + wrongBy + 8 * DAY)).toBe(SERVER + 8 * DAY);
	});

	it('is what the tablet says where the server was never heard', () => {
		expect(serverMoment(null, SERVER - 300 * DAY)).toBe(SERVER - 300 * DAY);
	});

	it('is not before the last contact, wherever the clock is put', () => {
		const clock = heard(SERVER, SERVER);
		expect(serverMoment(clock, SERVER - 300 * DAY)).toBe(SERVER);
	});

	it('goes on from where it was when the clock is put back without the server', () => {
		let clock: ServerClock = heard(SERVER, SERVER);
		clock = passed(clock, SERVER + 5 * DAY);
		const putBack = SERVER - 20 * DAY;
		clock = passed(clock, putBack);
		expect(serverMoment(clock, putBack)).toBe(SERVER + 5 * DAY);
		expect(serverMoment(clock, putBack + 3 * DAY)).toBe(SERVER + 8 * DAY);
		// And once more.
		clock = passed(clock, putBack + 3 * DAY);
		clock = passed(clock, putBack);
		expect(serverMoment(clock, putBack + HOUR)).toBe(SERVER + 8 * DAY + HOUR);
	});

	it('is what the server says now, and not what was thought before', () => {
		// Put ahead without the server, and then in contact.
		const ahead = passed(heard(SERVER, SERVER), SERVER + 400 * DAY);
		expect(serverMoment(ahead, SERVER)).toBe(SERVER + 400 * DAY);
		expect(serverMoment(heard(SERVER + HOUR, SERVER), SERVER)).toBe(SERVER + HOUR);
	});
});
