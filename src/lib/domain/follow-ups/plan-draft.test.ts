import { describe, expect, it } from 'vitest';
import { emptyPlan, isBlankPlan, planComplaints, planOf, type PlanDraft } from './plan-draft.ts';

const ROME = 'Europe/Rome';
const now = Date.parse('2026-11-12T10:24+01:00');
const eleven = { date: '2026-11-12', time: '11:00' };
const draft = (change: Partial<PlanDraft>): PlanDraft => ({ ...emptyPlan('callback'), ...change });
const complaints = (change: Partial<PlanDraft>) => planComplaints(draft(change), now, ROME);

describe('a step being written', () => {
	it('wants a time, and one that has not gone by', () => {
		expect(complaints({})).toEqual(['no-time']);
		expect(complaints({ wall: { date: '2026-11-12', time: '' } })).toEqual(['no-time']);
		expect(complaints({ wall: { date: '2026-11-12', time: '10:00' } })).toEqual(['past']);
		expect(complaints({ wall: eleven })).toEqual([]);
	});

	it('wants to know where somebody is sent, and only a day', () => {
		const today = { date: '2026-11-12', time: '' };
		expect(complaints({ kind: 'referral', wall: today })).toEqual(['no-provider']);
		const provider = { serviceId: null, name: 'Patronato' };
		expect(complaints({ kind: 'referral', wall: today, provider })).toEqual([]);
		const yesterday = { ...today, date: '2026-11-11' };
		expect(complaints({ kind: 'referral', wall: yesterday, provider })).toEqual(['past']);
	});

	it('registers what its kind is about and nothing that was written for another', () => {
		const written = { wall: eleven, provider: { serviceId: 's', name: 'Patronato' } };
		expect(planOf(draft(written), ROME)).toMatchObject({ provider: null, durationMinutes: null });
		expect(planOf(draft({ ...written, kind: 'appointment' }), ROME)).toMatchObject({
			dueAt: Date.parse('2026-11-12T11:00+01:00'),
			durationMinutes: 30
		});
		expect(planOf(draft({ ...written, kind: 'referral' }), ROME)).toMatchObject({
			dueAt: Date.parse('2026-11-12T12:00+01:00'),
			provider: written.provider
		});
	});

	it('is blank until somebody writes', () => {
		expect(isBlankPlan(draft({}))).toBe(true);
		expect(isBlankPlan(draft({ text: 'Visita' }))).toBe(false);
	});
});
