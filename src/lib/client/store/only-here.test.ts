import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Exception } from '../../../../sync/client/ports.ts';
import { DeviceDatabase } from './device-database.ts';
import { createDeviceStore } from './device-store.ts';
import { holdsWhatIsOnlyHere } from './only-here.ts';

let people = 0;

async function aDeskWithOneSaved() {
	const database = new DeviceDatabase(`only-here-${(people += 1)}`);
	const identity = { deviceId: 'tablet', storeId: 'store' };
	const store = createDeviceStore(database, () => identity, 1);
	await store.load();
	const rest = { actor: 'marta', args: {}, baseVersions: {}, dependsOn: [], at: 1 };
	const {
		envelopes: [saved]
	} = await store.append([{ v: 0, id: 'a', name: 'request.note', ...rest }]);
	if (!saved) throw new Error('Nothing was saved');
	const answer = (exceptions: Exception[], missing: number[]) =>
		store.recordAnswer(
			{
				kind: 'answered',
				acknowledgement: { fromSeq: saved.seq, throughSeq: saved.seq, at: 2, epoch: 'e' },
				exceptions,
				cleared: [],
				sessions: { kept: [], wanted: [] },
				missing,
				at: 2
			},
			'e'
		);
	return { database, store, saved, answer };
}

describe('what is only on this tablet', () => {
	it('is nothing on a tablet that nobody has used', async () => {
		const database = new DeviceDatabase('nobody');
		expect(await holdsWhatIsOnlyHere(database)).toBe(false);
	});

	it('is a record that the server has not answered, until it has', async () => {
		const { database, answer } = await aDeskWithOneSaved();
		expect(await holdsWhatIsOnlyHere(database)).toBe(true);
		await answer([], []);
		expect(await holdsWhatIsOnlyHere(database)).toBe(false);
	});

	it('is seen by a page that has read nothing of the store', async () => {
		const { database } = await aDeskWithOneSaved();
		database.close();
		const elsewhere = new DeviceDatabase(database.name.replace('sportello-', ''));
		expect(await holdsWhatIsOnlyHere(elsewhere)).toBe(true);
	});

	it('is a record to put right, until it was written anew and that one arrived', async () => {
		const { database, store, saved, answer } = await aDeskWithOneSaved();
		const refused = { seq: saved.seq, id: saved.id, reason: 'not-your-desk', at: 2 };
		await answer([{ ...refused, outcome: 'rejected', supersededBy: null }], []);
		expect(await holdsWhatIsOnlyHere(database)).toBe(true);
		const { seq, ...intent } = saved;
		await store.supersede([{ seq, id: saved.id, intent: { ...intent, id: 'b' } }], 3);
		expect(await holdsWhatIsOnlyHere(database)).toBe(true);
		const acknowledgement = { fromSeq: seq + 1, throughSeq: seq + 1, at: 4, epoch: 'e' };
		const arrived = {
			acknowledgement,
			exceptions: [],
			cleared: [],
			sessions: { kept: [], wanted: [] },
			missing: [],
			at: 4
		};
		await store.recordAnswer({ kind: 'answered', ...arrived }, 'e');
		expect(await holdsWhatIsOnlyHere(database)).toBe(false);
	});

	it('is what was put aside only when it never left this tablet', async () => {
		for (const [outcome, isOnlyHere] of [
			['rejected', false],
			['too-large', true]
		] as const) {
			const { database, store, saved, answer } = await aDeskWithOneSaved();
			const refused = { seq: saved.seq, id: saved.id, reason: null, at: 2 };
			await answer([{ ...refused, outcome, supersededBy: null }], []);
			await store.setAside([saved], 3);
			expect(await holdsWhatIsOnlyHere(database)).toBe(isOnlyHere);
		}
	});

	it('is a record that the server says it never saw', async () => {
		const { database, saved, answer } = await aDeskWithOneSaved();
		await answer([], [saved.seq]);
		expect(await holdsWhatIsOnlyHere(database)).toBe(true);
	});
});
