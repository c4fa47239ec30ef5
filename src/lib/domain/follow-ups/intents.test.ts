import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { aFollowUp } from '../../../../tests/builders/requests.ts';
import { intents } from '../model.ts';
import { serverModel } from '../server-model.ts';
import { followUpOutcomes, followUpSchema, outcomesOfKind, type FollowUp } from './follow-up.ts';

const sara = { userId: 'sara', name: 'Sara V.', role: 'operator' };
const context = { intentId: 'intent', actor: sara, occurredAt: 500 };
const followUpId = aFollowUp().id;
const { plan, close, reopen, reschedule } = {
	plan: intents['followup.plan'].reduce,
	close: intents['followup.close'].reduce,
	reopen: intents['followup.reopen'].reduce,
	reschedule: intents['followup.reschedule'].reduce
};
const done = { followUpId, status: 'done', outcome: 'done', text: '' } as const;

describe('planning a step', () => {
	const { id, requestId, accessPointId, ...rest } = aFollowUp({ dueAt: 900, text: 'Visita' });
	const args = {
		followUpId: id,
		requestId,
		accessPointId,
		plan: v.parse(intents['followup.plan'].args.entries.plan, rest)
	};

	it('makes a row the device can read, and a line in the history of the request', () => {
		const change = plan(undefined, args, context);
		expect(v.is(followUpSchema, change.patch)).toBe(true);
		expect(change.append?.[0]).toMatchObject({
			collection: 'events',
			fields: { kind: 'follow-up-planned', requestId, text: 'Visita', actorName: 'Sara V.' }
		});
		const event = change.append?.[0]?.fields ?? {};
		expect(serverModel.checkRow('events', event)).toBeUndefined();
	});

	it('changes nothing when it was planned already', () => {
		expect(plan(aFollowUp(), args, context)).toEqual({ patch: {}, flags: ['already-registered'] });
	});
});

describe('closing a step', () => {
	it('is refused when a colleague has closed it, and does not say twice how it went', () => {
		expect(close(aFollowUp({ status: 'done' }), done, context)).toEqual({
			refused: 'follow-up-closed'
		});
	});

	it('wants to know how it went, in words that fit', () => {
		const withOutcome = (kind: FollowUp['kind'], outcome: FollowUp['outcome']) =>
			close(aFollowUp({ kind }), { ...done, outcome }, context);
		expect(withOutcome('callback', null)).toEqual({ refused: 'outcome-missing' });
		expect(withOutcome('callback', 'no-show')).toEqual({ refused: 'outcome-missing' });
		expect(withOutcome('appointment', 'no-show')).toMatchObject({ patch: { outcome: 'no-show' } });
	});

	it('says nothing of how a step went that was called off', () => {
		const change = close(aFollowUp(), { ...done, status: 'cancelled' }, context);
		expect(change).toMatchObject({ patch: { status: 'cancelled', outcome: null } });
	});
});

describe('agreeing on another time', () => {
	it('is a fact even of a step that is closed, and says so', () => {
		const args = { followUpId, changes: { dueAt: 1000 }, settles: [] };
		expect(reschedule(aFollowUp({ status: 'done' }), args, context)).toMatchObject({
			patch: { dueAt: 1000 },
			flags: ['follow-up-closed']
		});
	});
});

it('a step is open or it is closed, whatever colleagues do to it and in whatever order', () => {
	type Act = (row: FollowUp) => ReturnType<typeof close>;
	const acts = fc.array(
		fc.oneof(
			fc.constantFrom(...followUpOutcomes, null).map(
				(outcome): Act =>
					(row) =>
						close(row, { ...done, outcome }, context)
			),
			fc.constant<Act>((row) => close(row, { ...done, status: 'cancelled' }, context)),
			fc.constant<Act>((row) => reopen(row, { followUpId }, context)),
			fc.integer({ min: 0, max: 1e12 }).map(
				(dueAt): Act =>
					(row) =>
						reschedule(row, { followUpId, changes: { dueAt }, settles: [] }, context)
			)
		)
	);
	fc.assert(
		fc.property(fc.constantFrom('callback', 'appointment', 'referral'), acts, (kind, list) => {
			let row = aFollowUp({ kind });
			for (const act of list) {
				const result = act(row);
				if (!('refused' in result)) row = { ...row, ...result.patch };
				expect(v.is(followUpSchema, row)).toBe(true);
				expect(row.closedAt === null).toBe(row.status === 'open');
				const allowed = row.status === 'done' ? outcomesOfKind[row.kind] : [null];
				expect(allowed).toContain(row.outcome);
			}
		})
	);
});
