/** Two records of one person are made one while tablets are apart: whatever is written meanwhile lands with the person. */
import { describe, expect, it } from 'vitest';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import { resolveMerges, type Mergeable } from '../../src/lib/domain/people/merged.ts';
import type { Person } from '../../src/lib/domain/people/person.ts';
import type { AssistedRequest } from '../../src/lib/domain/requests/request.ts';
import type { ServerModel } from '../../sync/merge/model.ts';
import type { Json } from '../../sync/protocol/json.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { aCaller } from '../builders/card-model.ts';
import { aPerson, personId } from '../builders/people.ts';
import { createWorld, uuid, type Device } from '../builders/sync-world.ts';

const model = serverModel as unknown as ServerModel;
const DESK = 'cambonino';
const [kept, given] = [personId(1), personId(2)];

async function twoTablets() {
	const world = createWorld(createMemoryServerStore(model, 'epoch-1'), model);
	const marta = await world.device(1, aCaller('marta', [`desk:${DESK}`]));
	const davide = await world.device(2, aCaller('davide', [`desk:${DESK}`]));
	for (const [id, name] of [
		[kept, 'Chiara Rossi'],
		[given, 'Kiara Rosi']
	] as const) {
		const { phone, language, neighbourhoodId, findAgain } = aPerson(1);
		const details = { name, phone, language, neighbourhoodId, findAgain };
		await write(marta, 'person.register', { personId: id, accessPointId: DESK, details });
	}
	await meet(marta, davide);
	return { marta, davide };
}

async function write(device: Device, name: string, args: { [field: string]: Json }) {
	await device.client.write([{ name, args }]);
}

/** Twice: the second round brings everybody what the others sent in the first. */
async function meet(...devices: Device[]) {
	for (const device of [...devices, ...devices]) {
		expect(await device.client.contactNow()).toEqual({ kind: 'ok' });
	}
}

function requestFor(number: number, who: string) {
	return {
		requestId: uuid(7, number),
		code: '7K4M-29QX-3TBW',
		accessPointId: DESK,
		personId: who,
		personName: 'Kiara',
		neighbourhoodId: null,
		details: {
			needs: ['company'],
			forWhom: 'self',
			actingFor: null,
			urgency: 'can-wait',
			timeWindow: { days: [], parts: [] },
			words: '',
			services: [],
			channel: 'in-person'
		}
	};
}

function survivorsOn({ client }: Device) {
	const rows = [...client.replica.rows('people').values()];
	return resolveMerges(rows.map((row) => row.fields as unknown as Person as Mergeable));
}

/** Whom the device shows each request with. */
function peopleOfRequests(device: Device): string[] {
	const { survivorOf } = survivorsOn(device);
	return [...device.client.replica.rows('requests').values()]
		.map((row) => (row.fields as unknown as AssistedRequest).personId ?? '')
		.map(survivorOf);
}

describe('a record given up for another one of the same person', () => {
	it('brings a request that another tablet wrote for it offline to the one that stays', async () => {
		const { marta, davide } = await twoTablets();
		await write(marta, 'person.merge', { personId: given, intoId: kept });
		await write(davide, 'request.register', requestFor(1, given));
		await meet(davide, marta);
		expect(peopleOfRequests(marta)).toEqual([kept]);
		expect(peopleOfRequests(davide)).toEqual([kept]);
		await write(davide, 'request.register', requestFor(2, given));
		await meet(davide, marta);
		expect(peopleOfRequests(marta)).toEqual([kept, kept]);
	});

	it('stands apart again with its requests when the merge is undone', async () => {
		const { marta, davide } = await twoTablets();
		await write(davide, 'request.register', requestFor(1, given));
		await write(marta, 'person.merge', { personId: given, intoId: kept });
		await meet(davide, marta);
		await write(davide, 'person.unmerge', { personId: given, fromId: kept });
		await meet(davide, marta);
		expect(peopleOfRequests(marta)).toEqual([given]);
	});

	it('is read through the same record everywhere when two tablets merged in a circle', async () => {
		const { marta, davide } = await twoTablets();
		await write(marta, 'person.merge', { personId: given, intoId: kept });
		await write(davide, 'person.merge', { personId: kept, intoId: given });
		await meet(marta, davide);
		expect(marta.client.replica.exceptions.size + davide.client.replica.exceptions.size).toBe(0);
		for (const device of [marta, davide]) {
			const { survivorOf, membersOf } = survivorsOn(device);
			expect([kept, given].map(survivorOf)).toEqual([kept, kept]);
			expect(membersOf(kept)).toEqual([kept, given]);
		}
	});

	it('keeps every detail a colleague added to it meanwhile', async () => {
		const { marta, davide } = await twoTablets();
		await write(marta, 'person.merge', { personId: given, intoId: kept });
		await write(davide, 'person.edit', { personId: given, changes: { phone: '+390372000012' } });
		await meet(davide, marta);
		const row = marta.client.replica.row({ collection: 'people', key: given });
		expect(row?.fields).toMatchObject({ phone: '+390372000012', mergedInto: kept });
		expect(row?.conflicts).toEqual([]);
	});
});
