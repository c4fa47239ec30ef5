import { describe, expect, it } from 'vitest';
import { aFollowUp, aRequest } from '../../../tests/builders/requests.ts';
import { domainModel, intents } from './model.ts';

const marta = { userId: 'marta', role: 'operator', scopes: ['desk:cambonino'] };
const davide = { userId: 'davide', role: 'operator', scopes: ['desk:zaist'] };
const chiara = { userId: 'chiara', role: 'manager', scopes: ['city'] };
const ada = { userId: 'ada', role: 'administrator', scopes: [] };
const row = aRequest({ accessPointId: 'cambonino' });
const note = (kind: string) => ({ name: 'request.note', args: { requestId: row.id, kind } });
const assign = { name: 'request.assign', args: { requestId: row.id, owner: null } };

describe('who may do what', () => {
	it('lets a desk write about its own requests, and no other desk', () => {
		expect(domainModel.authorize(marta, note('note'), row)).toBeUndefined();
		expect(domainModel.authorize(davide, note('note'), row)).toEqual({ refused: 'not-your-desk' });
	});

	it('keeps assigning and answering for the manager', () => {
		for (const intent of [assign, note('answer')]) {
			expect(domainModel.authorize(chiara, intent, row)).toBeUndefined();
			expect(domainModel.authorize(marta, intent, row)).toEqual({ refused: 'not-your-role' });
		}
	});

	it('lets any colleague of the desk hand a request over and plan what comes next', () => {
		const handover = { name: 'request.handover', args: { requestId: row.id } };
		const plan = { name: 'followup.plan', args: { accessPointId: 'cambonino' } };
		expect(domainModel.authorize(marta, handover, row)).toBeUndefined();
		expect(domainModel.authorize(davide, handover, row)).toEqual({ refused: 'not-your-desk' });
		expect(domainModel.authorize(marta, plan, undefined)).toBeUndefined();
		expect(domainModel.authorize(davide, plan, undefined)).toEqual({ refused: 'not-your-desk' });
	});

	it('lets an administrator touch no request', () => {
		expect(domainModel.authorize(ada, note('note'), row)).toEqual({ refused: 'not-your-role' });
	});

	it('shows a request to its desk and to the city', () => {
		expect(domainModel.scopesOf('requests', row)).toEqual(['desk:cambonino', 'city']);
	});
});

describe('whose a record is', () => {
	const ownersOf = (fields: object) => domainModel.ownersOf('anything', { ...fields });

	it('gives a request to its person, and an anonymous one to nobody', () => {
		const owner = { collection: 'people', key: 'anna' };
		expect(ownersOf(aRequest({ personId: 'anna' }))).toEqual([owner]);
		expect(ownersOf(aRequest({ personId: null }))).toEqual([]);
	});

	it('gives it to the one for whom somebody asks too, when the desk knows them', () => {
		const helped = { name: 'Bruna', relation: 'madre' };
		const asking = (actingFor: object) =>
			ownersOf({ ...aRequest({ personId: 'anna' }), actingFor });
		expect(asking({ ...helped, personId: 'bruna' }).map(({ key }) => key)).toEqual([
			'anna',
			'bruna'
		]);
		expect(asking({ ...helped, personId: null })).toHaveLength(1);
		expect(asking(helped)).toHaveLength(1);
	});

	it('gives the history and what comes next to their request', () => {
		const owner = { collection: 'requests', key: row.id };
		expect(ownersOf({ id: 'e', requestId: row.id })).toEqual([owner]);
		expect(ownersOf(aFollowUp({ requestId: row.id }))).toEqual([owner]);
	});

	it('gives two records of one person to the one that stands, and a link between two people to both', () => {
		expect(ownersOf({ id: 'a', mergedInto: 'b' })).toEqual([{ collection: 'people', key: 'b' }]);
		expect(ownersOf({ personId: 'anna', delegateId: 'bruno' })).toHaveLength(2);
	});
});

describe('facts and transitions', () => {
	it('gives every fact a way to be written whatever state its request is in', () => {
		const context = {
			intentId: 'i',
			actor: { userId: 'marta', name: 'Marta', role: 'operator' },
			occurredAt: 0
		};
		const closed = aRequest({ status: 'entered-in-error' });
		const edit = intents['request.edit'].reduce(
			closed,
			{ requestId: closed.id, changes: { words: 'x' }, settles: [] },
			context
		);
		const noted = intents['request.note'].reduce(
			closed,
			{ requestId: closed.id, kind: 'note', text: 'x' },
			context
		);
		expect(edit).toMatchObject({ patch: { words: 'x' } });
		expect(noted.append).toHaveLength(1);
	});

	it('hands over what is open, and nothing that is over', () => {
		const context = {
			intentId: 'i',
			actor: { userId: 'marta', name: 'Marta R.', role: 'operator' },
			occurredAt: 0
		};
		const args = { requestId: row.id, to: { id: 'sara', name: 'Sara V.' }, note: 'Chiama lei.' };
		const handover = intents['request.handover'].reduce;
		expect(handover(aRequest({ status: 'requested' }), args, context)).toMatchObject({
			patch: { owner: { id: 'sara' }, status: 'accepted' },
			append: [{ fields: { kind: 'handed-over', to: 'Sara V.', text: 'Chiama lei.' } }]
		});
		expect(handover(aRequest({ status: 'completed' }), args, context)).toEqual({
			refused: 'request-not-open'
		});
	});

	it('refuses a step that the state does not allow, and an end that says nothing', () => {
		const context = {
			intentId: 'i',
			actor: { userId: 'chiara', name: 'Chiara', role: 'manager' },
			occurredAt: 0
		};
		const move = intents['request.move'].reduce;
		const args = { requestId: row.id, outcome: null, reason: '' };
		expect(move(aRequest(), { ...args, to: 'completed' }, context)).toEqual({
			refused: 'status-not-reachable'
		});
		const accepted = aRequest({ status: 'accepted' });
		expect(move(accepted, { ...args, to: 'completed' }, context)).toEqual({
			refused: 'outcome-missing'
		});
	});
});
