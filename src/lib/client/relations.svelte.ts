/** Who acts for whom, as pages read and write it. */
import { v7 as uuidv7 } from 'uuid';
import type { Relation } from '$lib/domain/people/relation';
import { openDesk, requireDesk } from './desk.svelte';
import { people, type PersonView } from './people.svelte';
import { recordSync, type RecordSync } from './record-sync';
import { intent, write, type WriteResult } from './write';

export type RelationView = Relation & {
	sync: RecordSync;
	helped: PersonView;
	delegate: PersonView;
};

export const relations = {
	/** Those of a person on either side, the ones that hold first. One whose other person is not here is not shown. */
	of(personId: string): RelationView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('relations').values()]
			.flatMap((row) => {
				const relation = row.fields as unknown as Relation;
				const helped = people.get(relation.personId);
				const delegate = people.get(relation.delegateId);
				if (!helped || !delegate || helped.id === delegate.id) return [];
				if (helped.id !== personId && delegate.id !== personId) return [];
				return [{ ...relation, helped, delegate, sync: recordSync(desk, row.seqs) }];
			})
			.sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || b.since - a.since);
	},

	register(link: {
		accessPointId: string;
		helpedId: string;
		delegateId: string;
		relation: string;
	}): Promise<WriteResult> {
		const { accessPointId, helpedId, delegateId, relation } = link;
		return write(requireDesk(), [
			intent('relation.register', {
				relationId: uuidv7(),
				accessPointId,
				personId: helpedId,
				delegateId,
				relation
			})
		]);
	},

	end(relationId: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('relation.end', { relationId })]);
	},

	resume(relationId: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('relation.resume', { relationId })]);
	}
};
