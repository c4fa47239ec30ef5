import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFollowUp, aRequest } from '../../../../tests/builders/requests.ts';
import { agendaOf } from './agenda.ts';
import { followUpKinds, followUpStatuses } from './follow-up.ts';

const timezone = 'Europe/Rome';
const at = (time: string) => Date.parse(`2026-11-${time}+01:00`);
const old = at('02T09:00');
const named = (name: string, change = {}) =>
	aRequest({ id: name, personName: name, registeredAt: old, ...change });

function day(now: string, input: Partial<Parameters<typeof agendaOf>[0]>) {
	const entries = agendaOf({
		requests: [],
		followUps: [],
		handovers: [],
		now: at(now),
		timezone,
		...input
	});
	return entries.map((entry) => {
		const { id } = entry.request;
		return entry.kind === 'step' ? `${id}: ${entry.due}` : `${id}: ${entry.kind}`;
	});
}

describe('what this day holds', () => {
	const anna = named('anna', { registeredAt: at('12T09:12') });
	const teresa = named('teresa');
	const ion = named('ion');
	const amina = named('amina');
	const requests = [ion, teresa, anna, amina];
	const followUps = [
		aFollowUp({ id: '1', requestId: 'ion', kind: 'appointment', dueAt: at('12T15:30') }),
		aFollowUp({ id: '2', requestId: 'teresa', dueAt: at('12T11:00') }),
		aFollowUp({ id: '3', requestId: 'amina', dueAt: at('11T12:00') }),
		aFollowUp({ id: '4', requestId: 'amina', dueAt: at('13T12:00') }),
		aFollowUp({ id: '5', requestId: 'anna', dueAt: at('12T08:00'), status: 'done' })
	];

	it('puts what is late first, then everything by the hour; what is of another day is not there', () => {
		expect(day('12T10:24', { requests, followUps })).toEqual([
			'amina: late',
			'anna: new',
			'teresa: today',
			'ion: today'
		]);
	});

	it('raises a call when its time comes', () => {
		expect(day('12T11:00', { requests, followUps })).toEqual([
			'amina: late',
			'teresa: now',
			'anna: new',
			'ion: today'
		]);
	});

	it('shows a request of today that was handed over once, as what was handed over', () => {
		const handovers = [{ request: anna, fromName: 'Marta R.', note: '', at: at('12T10:00') }];
		expect(day('12T10:24', { requests: [anna], handovers })).toEqual(['anna: handover']);
	});

	it('has every open step whose time has come exactly once, and never one of a request called off', () => {
		const steps = fc.array(
			fc.record({
				requestId: fc.constantFrom('anna', 'teresa', 'ion', 'amina', 'nobody'),
				kind: fc.constantFrom(...followUpKinds),
				status: fc.constantFrom(...followUpStatuses),
				dueAt: fc.integer({ min: at('10T00:00'), max: at('14T00:00') })
			})
		);
		const cancelled = named('ion', { status: 'cancelled' });
		fc.assert(
			fc.property(steps, fc.integer({ min: at('10T00:00'), max: at('14T00:00') }), (made, now) => {
				const followUps = made.map((step, index) => aFollowUp({ ...step, id: String(index) }));
				const requests = [anna, teresa, cancelled, amina];
				const entries = agendaOf({ requests, followUps, handovers: [], now, timezone });
				const shown = entries.flatMap((entry) => (entry.kind === 'step' ? [entry.step.id] : []));
				const due = followUps.filter(
					({ status, requestId, dueAt }) =>
						status === 'open' && ['anna', 'teresa', 'amina'].includes(requestId) && dueAt <= now
				);
				expect(new Set(shown).size).toBe(shown.length);
				expect(shown).toEqual(expect.arrayContaining(due.map(({ id }) => id)));
				const late = entries.map((entry) => entry.kind === 'step' && entry.due === 'late');
				expect(late).toEqual([...late].sort((a, b) => Number(b) - Number(a)));
			})
		);
	});
});
