import { describe, expect, it } from 'vitest';
import { anEvent, aRequest } from '../../../../tests/builders/requests.ts';
import { handoversTo } from './handovers.ts';

const sara = { id: 'sara', name: 'Sara V.' };
const hers = aRequest({ owner: sara, status: 'accepted' });
const handedOver = anEvent({ id: 'b', kind: 'handed-over', at: 200, text: 'Chiama lei.' });

describe('what was handed over and waits to be noticed', () => {
	it('rises with who hands it over and their note', () => {
		expect(handoversTo('sara', [hers], [handedOver])).toEqual([
			{ request: hers, fromName: 'Marta R.', note: 'Chiama lei.', at: 200 }
		]);
	});

	it('goes when she has done anything about it, and comes back when it is handed over again', () => {
		const own = anEvent({ id: 'c', kind: 'acknowledged', actorId: 'sara', at: 300 });
		expect(handoversTo('sara', [hers], [handedOver, own])).toEqual([]);
		const again = anEvent({ id: 'd', kind: 'handed-over', at: 400 });
		expect(handoversTo('sara', [hers], [again, own, handedOver])).toHaveLength(1);
	});

	it('does not count what she had done before', () => {
		const before = anEvent({ id: 'a', actorId: 'sara', at: 100 });
		expect(handoversTo('sara', [hers], [before, handedOver])).toHaveLength(1);
	});

	it('rises for nobody else, nor once it is over', () => {
		expect(handoversTo('marta', [hers], [handedOver])).toEqual([]);
		const over = aRequest({ owner: sara, status: 'completed' });
		expect(handoversTo('sara', [over], [handedOver])).toEqual([]);
	});

	it('is no hand-over when the manager assigned it since, or when she took it herself', () => {
		const assigned = anEvent({ id: 'c', kind: 'assigned', actorId: 'chiara', at: 300 });
		expect(handoversTo('sara', [hers], [handedOver, assigned])).toEqual([]);
		const own = anEvent({ id: 'c', kind: 'handed-over', actorId: 'sara', at: 300 });
		expect(handoversTo('sara', [hers], [own])).toEqual([]);
	});
});
