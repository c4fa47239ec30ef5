/** The device store of the tablet, as somebody who works on it sees it, or nobody. */
import { domainModel } from '$lib/domain/model';
import { deviceActor } from '$lib/domain/devices/device-api';
import type { DeviceStore } from '../../../../sync/client/ports';
import type { TabMessage } from '../../../../sync/client/sync-client';
import { createDeviceStore } from '../store/device-store';
import { createSealedCodec } from '../vault/sealed-codec';
import { createReadRows } from '../vault/sealed-rows';
import { newContentKey, type ContentKey } from '../vault/sealing';
import { signingKey } from '../vault/signing';
import { reseal } from './reseal';
import type { StoredDevice } from './tablet-database';
import { records, secondCopy } from './tablet-records';
import type { Unlocked } from './unlocked';

const readRows = createReadRows(
	() => new Worker(new URL('../vault/sealed-rows.worker.ts', import.meta.url), { type: 'module' })
);

/** Of what is registered without unlocking: sealed to the server alone, signed by the tablet. */
async function tabletsKey({
	state: { id, serverKeys },
	...device
}: StoredDevice): Promise<ContentKey> {
	const [serverKey] = serverKeys;
	if (!serverKey) throw new Error('A tablet without a key of the server');
	const key = await signingKey(device.signingKey);
	const author = { deviceId: id, actor: deviceActor(id), grant: null, signingKey: key };
	const made = await newContentKey(author, serverKey, null, Date.now());
	await records.sessions.add({ id: made.session.id, session: made.session, kept: false });
	return made.content;
}

/**
 * @param person whoever has unlocked it; null while nobody has
 * @param onDamagedRows so many rows do not open
 */
export function storeOf(
	device: StoredDevice,
	person: Unlocked | null,
	onDamagedRows: (count: number) => void
): DeviceStore {
	const { id } = device.state;
	const codec = createSealedCodec({
		deviceId: id,
		vaults: person?.vaults ?? [],
		contentKey: async () => person?.content ?? tabletsKey(device),
		sessions: async (ids) =>
			(await records.sessions.bulkGet(ids)).flatMap((entry) => entry?.session ?? []),
		readRows,
		onDamagedRows
	});
	const identity = () => ({ deviceId: id, storeId: crypto.randomUUID() });
	return createDeviceStore(records, identity, domainModel.schemaVersion, codec, secondCopy);
}

/** What they wrote here and the server could not open goes again, under the session just begun. */
export async function sealAnew({ state: { id } }: StoredDevice, person: Unlocked): Promise<void> {
	const { userId: actor, vaults, content } = person;
	const done = await reseal({ records, deviceId: id, actor, vaults, content });
	if (!done) return;
	await secondCopy.written(done.envelopes, done.meta);
	// What another tab has in memory is as it was before.
	const tabs = new BroadcastChannel('sportello-tablet');
	tabs.postMessage({ kind: 'reload' } satisfies TabMessage);
	tabs.close();
}
