import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFollowUp, aRequest } from '../../../tests/builders/requests.ts';
import { intents, type IntentName } from './model.ts';
import { serverModel } from './server-model.ts';
import { deviceActor } from './devices/device-api.ts';
import { TABLET_ROLE } from './roles.ts';

const marta = { userId: 'marta', role: 'operator', scopes: ['desk:cambonino'] };
const davide = { userId: 'davide', role: 'operator', scopes: ['desk:zaist'] };
const chiara = { userId: 'chiara', role: 'manager', scopes: ['city'] };
const ada = { userId: 'ada', role: 'administrator', scopes: [] };
const row = aRequest({ accessPointId: 'cambonino' });
const note = (kind: string) => ({ name: 'request.note', args: { requestId: row.id, kind } });
const assign = { name: 'request.assign', args: { requestId: row.id, owner: null } };

describe('who may do what', () => {
	it('lets a desk write about its own requests, and no other desk', () => {
		expect(serverModel.authorize(marta, note('note'), row)).toBeUndefined();
		expect(serverModel.authorize(davide, note('note'), row)).toEqual({ refused: 'not-your-desk' });
	});

	it('keeps assigning and answering for the manager', () => {
		for (const intent of [assign, note('answer')]) {
			expect(serverModel.authorize(chiara, intent, row)).toBeUndefined();
			expect(serverModel.authorize(marta, intent, row)).toEqual({ refused: 'not-your-role' });
		}
	});

	it('lets any colleague of the desk hand a request over and plan what comes next', () => {
		const handover = { name: 'request.handover', args: { requestId: row.id } };
		const plan = { name: 'followup.plan', args: { accessPointId: 'cambonino' } };
		expect(serverModel.authorize(marta, handover, row)).toBeUndefined();
		expect(serverModel.authorize(davide, handover, row)).toEqual({ refused: 'not-your-desk' });
		expect(serverModel.authorize(marta, plan, undefined)).toBeUndefined();
		expect(serverModel.authorize(davide, plan, undefined)).toEqual({ refused: 'not-your-desk' });
	});

	it('lets an administrator touch no request', () => {
		expect(serverModel.authorize(ada, note('note'), row)).toEqual({ refused: 'not-your-role' });
	});

	it('shows a request to its desk and to the city', () => {
		expect(serverModel.scopesOf('requests', row)).toEqual(['desk:cambonino', 'city']);
	});
});

describe('a locked tablet', () => {
	const userId = deviceActor('018f0000-0000-7000-8000-00000000d001');
	const tablet = { userId, role: TABLET_ROLE, scopes: ['desk:cambonino'] };
	const refused = expect.objectContaining({ refused: expect.any(String) as string }) as object;
	const at = (accessPointId: unknown, rest: object = {}) => ({ accessPointId, ...rest });
	const making = ['person.register', 'request.register'] as const;

	it('registers people and requests at its own desk, and nowhere else', () => {
		for (const name of making) {
			expect(
				serverModel.authorize(tablet, { name, args: at('cambonino') }, undefined)
			).toBeUndefined();
			for (const desk of ['zaist', '', undefined, null, ['cambonino']]) {
				expect(serverModel.authorize(tablet, { name, args: at(desk) }, undefined)).toEqual({
					refused: 'not-your-desk'
				});
			}
		}
	});

	it('does nothing else, whatever it says, and whosever the record is', () => {
		const others = (Object.keys(intents) as IntentName[]).filter(
			(name) => !(making as readonly string[]).includes(name)
		);
		expect(others).toContain('request.confirm');
		fc.assert(
			fc.property(
				fc.constantFrom(...others),
				fc.dictionary(fc.string(), fc.jsonValue()),
				fc.constantFrom(undefined, row, aRequest({ registeredBy: userId, confirmation: null })),
				(name, args, standing) => {
					const intent = { name, args: { ...args, ...at('cambonino') } };
					expect(serverModel.authorize(tablet, intent, standing && { ...standing })).toEqual({
						refused: 'not-your-role'
					});
				}
			)
		);
	});

	it('touches no record that somebody else has made, of its own desk or another', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...making),
				fc.string().filter((author) => author !== userId),
				fc.constantFrom('cambonino', 'zaist'),
				(name, registeredBy, accessPointId) => {
					const standing = { ...aRequest({ registeredBy, accessPointId }) };
					const intent = { name, args: at('cambonino') };
					expect(serverModel.authorize(tablet, intent, standing)).toEqual(refused);
				}
			)
		);
	});

	it('names, of those somebody asks for, nobody that the desk knows', () => {
		const asking = (actingFor: object | null) => ({
			name: 'request.register',
			args: at('cambonino', { details: { actingFor } })
		});
		const helped = { name: 'Bruna', relation: 'madre' };
		expect(serverModel.authorize(tablet, asking(null), undefined)).toBeUndefined();
		expect(serverModel.authorize(tablet, asking(helped), undefined)).toBeUndefined();
		expect(
			serverModel.authorize(tablet, asking({ ...helped, personId: 'bruna' }), undefined)
		).toEqual(refused);
	});

	it('reads nothing: no scope is read as a tablet', () => {
		expect(serverModel.project(userId, 'requests', { ...row })).toBeNull();
	});
});

describe('what a locked tablet registered', () => {
	const marta = { userId: 'marta', name: 'Marta R.', role: 'operator' };
	const by = (actor: typeof marta, occurredAt = 0) => ({ intentId: 'i', actor, occurredAt });
	const { id: requestId, code } = row;
	const register = {
		...{ requestId, code, accessPointId: 'cambonino', personId: null, personName: '' },
		neighbourhoodId: null,
		details: {
			...{ needs: ['other' as const], forWhom: 'self' as const, actingFor: null, words: '' },
			...{ urgency: 'today' as const, timeWindow: { days: [], parts: [] }, services: [] },
			channel: 'in-person' as const
		}
	};
	const confirm = intents['request.confirm'].reduce;
	const unconfirm = intents['request.unconfirm'].reduce;

	it('is to be confirmed; what a person registered is not', () => {
		const tablet = { userId: deviceActor('t'), name: 'Banco 1', role: TABLET_ROLE };
		const made = intents['request.register'].reduce(undefined, register, by(tablet)).patch;
		expect(made).toMatchObject({ confirmation: null, registeredByName: 'Banco 1' });
		const own = intents['request.register'].reduce(undefined, register, by(marta)).patch;
		expect(own).not.toHaveProperty('confirmation');
	});

	it('is confirmed once, by name and time, and is to be confirmed again when that was a mistake', () => {
		const waiting = aRequest({ confirmation: null });
		const given = { id: 'marta', name: 'Marta R.', at: 5 };
		const confirmed = confirm(waiting, { requestId }, by(marta, 5));
		expect(confirmed).toMatchObject({
			patch: { confirmation: given },
			append: [{ fields: { kind: 'confirmed', actorName: 'Marta R.', at: 5 } }]
		});
		const standing = aRequest({ confirmation: given });
		const sara = { userId: 'sara', name: 'Sara V.', role: 'operator' };
		expect(confirm(standing, { requestId }, by(sara, 9))).toEqual({ patch: {} });
		expect(unconfirm(standing, { requestId }, by(sara, 9))).toMatchObject({
			patch: { confirmation: null },
			append: [{ fields: { kind: 'confirmation-withdrawn', actorName: 'Sara V.' } }]
		});
		expect(unconfirm(waiting, { requestId }, by(sara, 9))).toEqual({ patch: {} });
	});

	it('has nothing to be confirmed when a person registered it', () => {
		for (const reduce of [confirm, unconfirm]) {
			expect(reduce(aRequest(), { requestId }, by(marta))).toEqual({ patch: {} });
		}
	});

	it('is confirmed by its desk and by the city, not by another desk, a volunteer or an administrator', () => {
		const intent = { name: 'request.confirm', args: { requestId } };
		const waiting = { ...aRequest({ confirmation: null }) };
		const piero = { userId: 'piero', role: 'volunteer', scopes: ['volunteer:piero'] };
		expect(serverModel.authorize({ ...marta, scopes: ['desk:cambonino'] }, intent, waiting)).toBe(
			undefined
		);
		expect(serverModel.authorize(chiara, intent, waiting)).toBeUndefined();
		for (const caller of [davide, piero, ada]) {
			expect(serverModel.authorize(caller, intent, waiting)).toHaveProperty('refused');
		}
	});
});

describe('whose a record is', () => {
	const ownersOf = (fields: object) => serverModel.ownersOf('anything', { ...fields });

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
