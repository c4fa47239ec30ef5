import { describe, expect, it } from 'vitest';
import { aFollowUp, aRequest } from '../../../../tests/builders/requests.ts';
import { dueOf, isStanding } from './due.ts';

const ROME = 'Europe/Rome';
const at = (time: string) => Date.parse(`2026-11-${time}+01:00`);

describe('whether the time of a step has come', () => {
	it.each([
		['11T18:00', 'later'],
		['12T08:00', 'today'],
		['12T11:00', 'now'],
		['12T11:14', 'now'],
		['12T11:15', 'late'],
		['13T08:00', 'late']
	])('of a call agreed on for the 12th at eleven, on the %s: %s', (now, due) => {
		expect(dueOf(aFollowUp({ dueAt: at('12T11:00') }), at(now), ROME)).toBe(due);
	});

	it('gives an appointment as long as it takes', () => {
		const step = aFollowUp({ kind: 'appointment', dueAt: at('12T11:00'), durationMinutes: 45 });
		expect(dueOf(step, at('12T11:44'), ROME)).toBe('now');
		expect(dueOf(step, at('12T11:45'), ROME)).toBe('late');
	});

	it('counts the days of a referral, not its hours', () => {
		const step = aFollowUp({ kind: 'referral', dueAt: at('12T12:00') });
		expect(dueOf(step, at('11T23:59'), ROME)).toBe('later');
		expect(dueOf(step, at('12T23:59'), ROME)).toBe('today');
		expect(dueOf(step, at('13T00:00'), ROME)).toBe('late');
	});
});

describe('whether somebody still has to take a step', () => {
	it('drops the steps of a request that was called off or written by mistake', () => {
		const isStandingOn = (status: 'cancelled' | 'entered-in-error' | 'completed' | 'accepted') =>
			isStanding(aFollowUp(), aRequest({ status }));
		expect(isStandingOn('cancelled')).toBe(false);
		expect(isStandingOn('entered-in-error')).toBe(false);
		expect(isStandingOn('completed')).toBe(true);
		expect(isStandingOn('accepted')).toBe(true);
	});

	it('drops a step that was taken', () => {
		expect(isStanding(aFollowUp({ status: 'done' }), aRequest())).toBe(false);
	});
});
