import { describe, expect, it } from 'vitest';
import { personId } from '../../../../tests/builders/people.ts';
import { relationIntents } from './relation-intents.ts';
import type { Relation } from './relation.ts';

const context = {
	intentId: 'i',
	actor: { userId: 'marta', name: 'Marta R.', role: 'operator' },
	occurredAt: 1000
};
const relationId = personId(9);
const relation: Relation = {
	id: relationId,
	accessPointId: 'cambonino',
	personId: personId(1),
	delegateId: personId(2),
	relation: 'madre',
	since: 0,
	endedAt: null
};

describe('acting for somebody else', () => {
	it('links who is helped with who acts, from when it was said', () => {
		const { id, since: _since, endedAt: _endedAt, ...link } = relation;
		const change = relationIntents['relation.register'].reduce(
			undefined,
			{ relationId: id, ...link },
			context
		);
		expect(change).toEqual({ patch: { ...relation, since: 1000 } });
	});

	it('ends once, on the day it was first ended, and can hold again', () => {
		const end = relationIntents['relation.end'].reduce;
		expect(end(relation, { relationId }, context)).toEqual({ patch: { endedAt: 1000 } });
		expect(end({ ...relation, endedAt: 5 }, { relationId }, context)).toEqual({ patch: {} });
		const resume = relationIntents['relation.resume'].reduce;
		expect(resume({ ...relation, endedAt: 5 }, { relationId }, context)).toEqual({
			patch: { endedAt: null }
		});
	});
});
