/** The device store of the tablet, as somebody who works on it sees it, or nobody. */
import { domainModel } from '$lib/domain/model';
import { deviceActor } from '$lib/domain/devices/device-api';
import type { DeviceStore } from '../../../../sync/client/ports';
import type { TabMessage } from '../../../../sync/client/sync-client';
import { createDeviceStore } from '../store/device-store';
import { createSealedCodec, keysOf } from '../vault/sealed-codec';
import { createRowsReader, type OpenedRows } from '../vault/sealed-rows-reader';
import { newContentKey, type ContentKey, type OpenVault } from '../vault/sealing';
import { signingKey } from '../vault/signing';
import { reseal, unopened } from './reseal';
import type { StoredDevice } from './tablet-database';
import { records, secondCopy } from './tablet-records';
import type { Unlocked } from './unlocked';

const reader = createRowsReader(
	() => new Worker(new URL('../vault/sealed-rows.worker.ts', import.meta.url), { type: 'module' })
);

/** Somebody is about to unlock: what lies here is read while they type. */
export function expectSomebody(): void {
	reader.expect(records.name);
}

/** Begins to open what they may read, for the store that is opened next. */
export function openRows(vaults: readonly OpenVault[]): Promise<OpenedRows> {
	const rows = reader.read(records.name, keysOf(vaults));
	// Whoever opens the store hears of it.
	rows.catch(() => undefined);
	return rows;
}

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
 * @param begun what `openRows` gives: good for one reading
 */
export function storeOf(
	device: StoredDevice,
	person: Unlocked | null,
	onDamagedRows: (count: number) => void,
	begun: Promise<OpenedRows> | null = null
): DeviceStore {
	const { id } = device.state;
	let first = begun;
	const codec = createSealedCodec({
		deviceId: id,
		vaults: person?.vaults ?? [],
		contentKey: async () => person?.content ?? tabletsKey(device),
		records,
		readRows(keys) {
			const read = () => reader.read(records.name, keys);
			// Begun before the database was opened, it may have failed where reading now does not.
			const rows = first ? first.catch(read) : read();
			first = null;
			return rows;
		},
		onDamagedRows
	});
	const identity = () => ({ deviceId: id, storeId: crypto.randomUUID() });
	return createDeviceStore(records, identity, domainModel.schemaVersion, codec, secondCopy);
}

/** Whether the server could not open something that was written here. When nobody can tell, there may be. */
export async function hasUnopened(): Promise<boolean> {
	try {
		return (await unopened(records.exceptions).count()) > 0;
	} catch {
		return true;
	}
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
