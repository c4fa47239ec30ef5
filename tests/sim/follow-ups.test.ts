/** Two colleagues of one desk and one step, with the real domain and the real engine. */
import { beforeEach, describe, expect, it } from 'vitest';
import { serverModel } from '../../src/lib/domain/server-model.ts';
import type { ServerModel } from '../../sync/merge/model.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { aFollowUp } from '../builders/requests.ts';
import { createWorld, type Device } from '../builders/sync-world.ts';

const DESK = 'cambonino';
const caller = (userId: string, name: string) => ({
	userId,
	name,
	role: 'operator',
	scopes: [`desk:${DESK}`]
});
const { id: followUpId, requestId } = aFollowUp();
const ref = { collection: 'followups', key: followUpId };
const AT_NINE = 1_700_000_000_000;
const AT_TEN = AT_NINE + 3_600_000;
const AT_ELEVEN = AT_TEN + 3_600_000;

let marta: Device;
let sara: Device;

function write(device: Device, name: string, args: object) {
	return device.client.write([{ name, args: { followUpId, ...args } }]);
}
const reschedule = (device: Device, dueAt: number, settles: string[] = []) =>
	write(device, 'followup.reschedule', { changes: { dueAt }, settles });
const shownOn = (device: Device) => device.client.replica.row(ref);

beforeEach(async () => {
	const model = serverModel as unknown as ServerModel;
	const world = createWorld(createMemoryServerStore(model, 'epoch-1'), model);
	marta = await world.device(1, caller('marta', 'Marta R.'));
	sara = await world.device(2, caller('sara', 'Sara V.'));
	await write(marta, 'followup.plan', {
		requestId,
		accessPointId: DESK,
		plan: {
			kind: 'callback',
			dueAt: AT_NINE,
			durationMinutes: null,
			text: 'Visita',
			provider: null,
			contactName: ''
		}
	});
	await marta.client.contactNow();
	await sara.client.contactNow();
});

describe('two colleagues and one call agreed on', () => {
	it('keep both times when they agree on different ones offline, until one of them chooses', async () => {
		await reschedule(marta, AT_TEN);
		await reschedule(sara, AT_ELEVEN);
		await marta.client.contactNow();
		await sara.client.contactNow();
		await marta.client.contactNow();
		for (const device of [marta, sara]) {
			expect(shownOn(device)?.fields.dueAt).toBe(AT_TEN);
			expect(shownOn(device)?.conflicts).toMatchObject([
				{ field: 'dueAt', value: AT_ELEVEN, actorName: 'Sara V.', standingActorName: 'Marta R.' }
			]);
		}
		await reschedule(marta, AT_ELEVEN, ['dueAt']);
		await marta.client.contactNow();
		await sara.client.contactNow();
		expect(shownOn(sara)).toMatchObject({ fields: { dueAt: AT_ELEVEN }, conflicts: [] });
	});

	it('both say how it went: the first holds, the second is told', async () => {
		const close = (device: Device, outcome: string) =>
			write(device, 'followup.close', { status: 'done', outcome, text: '' });
		await close(marta, 'done');
		await close(sara, 'could-not-be-reached');
		await marta.client.contactNow();
		await sara.client.contactNow();
		expect(shownOn(sara)?.fields).toMatchObject({ status: 'done', outcome: 'done' });
		expect([...sara.client.replica.exceptions.values()]).toMatchObject([
			{ outcome: 'rejected', reason: 'follow-up-closed' }
		]);
		const lines = [...sara.client.replica.rows('events').values()].map(({ fields }) => fields.kind);
		expect(lines.sort()).toEqual(['follow-up-closed', 'follow-up-planned']);
	});
});
