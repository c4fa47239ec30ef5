import { describe, expect, it } from 'vitest';
import { aPlanItem, aStoredOrientation } from '../../../../tests/builders/orientation.ts';
import type { Person } from '../people/person.ts';
import {
	draftInput,
	draftProblems,
	emptyDraft,
	isBlank,
	learnt,
	readDraft,
	readOrientationDraft,
	withServices,
	type NeedDraft,
	type PersonDraft
} from './request-draft.ts';

const KNOWN_ID = '0192f7a0-0000-7000-8000-000000000001';

const desk = { id: 'desk-1', neighbourhoodId: 'cambonino' };

function aDraft(changes: { person?: Partial<PersonDraft>; need?: Partial<NeedDraft> } = {}) {
	const draft = emptyDraft('7K4M-29QX-3TBW', desk);
	return {
		...draft,
		person: { ...draft.person, isNew: true, name: 'Anna B.', ...changes.person },
		need: { ...draft.need, needs: ['company' as const], ...changes.need }
	};
}

const anna: Person = {
	id: KNOWN_ID,
	accessPointId: 'desk-1',
	name: 'Anna B.',
	phone: '',
	language: 'it',
	neighbourhoodId: 'cambonino',
	findAgain: 'al bar la mattina',
	registeredBy: 'user-1',
	registeredAt: 0
};

describe('request draft', () => {
	it('is blank until somebody writes in it, wherever the desk is', () => {
		expect(isBlank(emptyDraft('7K4M-29QX-3TBW', desk))).toBe(true);
		expect(isBlank(aDraft())).toBe(false);
		expect(isBlank(aDraft({ person: { name: ' ' }, need: { needs: [] } }))).toBe(true);
	});

	it('comes back from the device as it was left', () => {
		const draft = aDraft({ person: { phone: '0372 000' }, need: { words: 'È caduta' } });
		expect(readDraft(structuredClone(draft))).toEqual(draft);
	});

	it('keeps what it can read of a draft written by another version', () => {
		const draft = aDraft();
		const old = {
			code: draft.code,
			accessPointId: 'desk-1',
			person: { name: 'Anna B.', language: 'klingon', shoeSize: 38 },
			need: { needs: ['company'], urgency: 'yesterday' }
		};
		expect(readDraft(old)).toEqual({
			...draft,
			person: { ...draft.person, neighbourhoodId: '' }
		});
	});

	it('does not take something else for a draft', () => {
		expect(readDraft(undefined)).toBeNull();
		expect(readDraft({ code: 7 })).toBeNull();
	});

	it.each([
		['a name', { phone: '', findAgain: '' }],
		['a telephone number', { name: '', phone: '0372 000 012' }],
		['a note on where to find them', { name: '', findAgain: 'al bar la mattina' }],
		['nothing at all, for an anonymous contact', { name: '', anonymous: true }],
		['somebody the desk knows', { name: '', knownId: KNOWN_ID }]
	])('is content with %s', (_what, person) => {
		expect(draftProblems(aDraft({ person }))).toEqual([]);
	});

	it('names everything that is missing at once, in the order of the screen', () => {
		const draft = aDraft({
			person: { name: '', phone: 'non ce l’ha', acting: true },
			need: { needs: [] }
		});
		expect(draftProblems(draft)).toEqual(['phone-unreadable', 'acting-for-nobody', 'no-need']);
		expect(draftProblems(aDraft({ person: { name: '' } }))).toEqual(['nobody']);
	});

	it('asks at which desk when it cannot know', () => {
		expect(draftProblems({ ...aDraft(), accessPointId: '' })).toEqual(['no-desk']);
	});

	it('registers a new person with the number as it is kept', () => {
		const { person } = draftInput(aDraft({ person: { phone: '0372/000 012' } }));
		expect(person).toEqual({
			id: null,
			details: {
				name: 'Anna B.',
				phone: '+390372000012',
				language: 'it',
				neighbourhoodId: 'cambonino',
				findAgain: ''
			}
		});
	});

	it('registers nobody for an anonymous contact, whatever had been written before', () => {
		const { person } = draftInput(aDraft({ person: { anonymous: true, knownId: KNOWN_ID } }));
		expect(person).toEqual({ id: null, details: null });
	});

	it('registers for somebody the desk knows without making them twice', () => {
		const { person } = draftInput(aDraft({ person: { knownId: KNOWN_ID } }));
		expect(person).toEqual({ id: KNOWN_ID, details: null });
	});

	it('takes what was looked for as the first thing known of somebody new, so that a search never stops the work', () => {
		const looking = { isNew: false, name: '' };
		const named = aDraft({ person: { ...looking, search: ' Ion M. ' } });
		expect(draftProblems(named)).toEqual([]);
		expect(draftInput(named).person.details).toMatchObject({ name: 'Ion M.', phone: '' });
		const called = aDraft({ person: { ...looking, search: '0372/000 012' } });
		expect(draftInput(called).person.details).toMatchObject({ name: '', phone: '+390372000012' });
		expect(draftProblems(aDraft({ person: { ...looking, search: '12' } }))).toEqual([
			'phone-unreadable'
		]);
		expect(draftProblems(aDraft({ person: looking }))).toEqual(['nobody']);
	});

	it('says who the one acted for is, when the desk knows them', () => {
		const acting = { acting: true, actingName: 'Teresa', actingKnownId: KNOWN_ID };
		expect(draftInput(aDraft({ person: acting })).details.actingFor).toEqual({
			name: 'Teresa',
			relation: '',
			personId: KNOWN_ID
		});
	});

	it('says for whom somebody acts only while they say that they do', () => {
		const acting = { acting: true, actingName: 'Teresa', actingRelation: 'madre' };
		expect(draftInput(aDraft({ person: acting })).details.actingFor).toEqual({
			name: 'Teresa',
			relation: 'madre'
		});
		expect(draftInput(aDraft({ person: { ...acting, acting: false } })).details.actingFor).toBe(
			null
		);
	});

	it('learns a number it did not have, and overwrites nothing it had', () => {
		const { person } = aDraft({
			person: { name: 'Anna Bianchi', phone: '0372 000 012', findAgain: 'in parrocchia' }
		});
		expect(learnt(anna, person)).toEqual({ phone: '+390372000012' });
	});
});

describe('the draft of an orientation by itself', () => {
	const draft = { answers: { age: 78 }, plan: [aPlanItem()], kept: null };

	it('is read as it was kept', () => {
		expect(readOrientationDraft(draft)).toEqual(draft);
	});

	it('has its answers in the order they were given, whatever the order of the questions', () => {
		const answers = { work: 'retired', age: 78, citizenship: null };
		const read = readOrientationDraft({ ...draft, answers });
		expect(Object.keys(read!.answers)).toEqual(['work', 'age', 'citizenship']);
		const request = readDraft({ ...aDraft(), orientation: { ...draft, answers } });
		expect(Object.keys(request!.orientation.answers)).toEqual(['work', 'age', 'citizenship']);
		const odd = JSON.parse('{"toString": 1, "__proto__": 2, "age": 78}') as object;
		expect(Object.keys(readOrientationDraft({ ...draft, answers: odd })!.answers)).toEqual(['age']);
	});

	it('is none when a part cannot be read: what the request holds is not emptied by it', () => {
		const broken = [
			...[undefined, null, 'text', {}],
			{ ...draft, answers: { age: 'old' } },
			{ ...draft, plan: [{}] },
			{ ...draft, kept: {} }
		];
		for (const value of broken)
			expect(readOrientationDraft(value), JSON.stringify(value)).toBeNull();
	});
});

describe('the orientation in a draft', () => {
	const meals = aPlanItem({ serviceId: 'pasti-a-domicilio' });
	const kept = aStoredOrientation();
	const oriented = {
		...aDraft(),
		services: [{ id: 'trasporto', name: 'Trasporto' }],
		orientation: { answers: { age: 78 }, plan: [meals], kept }
	};

	it('is worth keeping, and comes back as it was left', () => {
		const { person, ...rest } = emptyDraft('7K4M-29QX-3TBW', desk);
		const answered = { answers: { age: null }, plan: [], kept: null };
		expect(isBlank({ person, ...rest, orientation: answered })).toBe(false);
		expect(readDraft(structuredClone(oriented))).toEqual(oriented);
	});

	it('is registered with the plan, whose services are chosen without being chosen again', () => {
		expect(draftInput(oriented).details).toMatchObject({
			plan: [meals],
			orientation: kept,
			services: [
				{ id: 'pasti-a-domicilio', name: 'Pasti a casa' },
				{ id: 'trasporto', name: 'Trasporto' }
			]
		});
	});

	it('leaves no trace in a request that nobody was oriented for', () => {
		const { details } = draftInput(aDraft());
		expect(details).not.toHaveProperty('plan');
		expect(details).not.toHaveProperty('orientation');
	});

	it('loses from the plan the service that is chosen no longer, and nothing else', () => {
		const other = aPlanItem({ ruleId: 'bollette' });
		const draft = { ...oriented, orientation: { ...oriented.orientation, plan: [meals, other] } };
		const [, transport] = draftInput(draft).details.services;
		const left = withServices(draft, [transport!]);
		expect(left.services).toEqual([transport]);
		expect(left.orientation).toEqual({ ...draft.orientation, plan: [other] });
	});

	it('takes the service that is in the plan but once', () => {
		const { services } = draftInput(oriented).details;
		expect(withServices(oriented, services)).toEqual(oriented);
	});
});
