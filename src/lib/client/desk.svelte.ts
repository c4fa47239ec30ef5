/**
 * The records of the person signed in: opens their store, keeps it in contact with the server, and closes it when they
 * leave. Pages never touch the database; they read `requests`, `people`, `drafts` and `syncStatus`.
 */
import { domainModel } from '$lib/domain/model';
import type { SessionInfo } from '$lib/domain/session';
import { DeviceStoreError } from '../../../sync/client/ports';
import { deviceId } from './device-id';
import { forgetDraftsOfGone } from './drafts-of-gone';
import { counterOf } from './journal/counter';
import { openClient } from './open-client';
import { trackerOf, type OpenDesk } from './open-desk';
import { createReadingLog, readingSender, sendAfterContacts } from './readings/reading-log';
import { session } from './session.svelte';
import type { StoreRecord } from './journal/journal-format';
import { clearCodec } from './store/codec';
import { DeviceDatabase } from './store/device-database';
import { createDeviceStore } from './store/device-store';
import type { SecondCopy } from './store/second-copy';
import { createDeviceDrafts } from './store/draft-store';
import { holdsWhatIsOnlyHere } from './store/only-here';
import { createHttpPost, createHttpTransport } from './sync/transport';
import { isTablet } from './tablet/is-tablet';

export type { OpenDesk };

export type DeskState =
	| { kind: 'closed' }
	| { kind: 'opening' }
	| { kind: 'open'; desk: OpenDesk }
	| { kind: 'failed'; error: 'storage-full' | 'read-only' | 'failed' };

let state = $state.raw<DeskState>({ kind: 'closed' });
/** Stands in front of the person's own desk, which stays in contact behind it. */
let practice = $state.raw<OpenDesk | null>(null);

/** The browser may have cleared the database, or put an older one in its place: nobody is told that all is sent. */
async function countWhatIsLost(database: DeviceDatabase, counted: StoreRecord | null) {
	if (!counted || counted.deviceId !== deviceId()) return;
	const meta = await database.meta.get('meta').catch(() => undefined);
	if (meta && meta.highestSeq >= counted.highestSeq) return;
	const { mendOwn } = await import('./journal/mend-own');
	// What cannot be written here cannot be opened either, and is said there.
	await mendOwn(database, counted, Date.now()).catch(() => undefined);
}

/** On the person's own computer: a database of theirs, in clear. */
async function openOwn(info: SessionInfo): Promise<OpenDesk> {
	const { user, scopes } = info;
	const database = new DeviceDatabase(user.id);
	const identity = () => ({ deviceId: deviceId(), storeId: crypto.randomUUID() });
	const counter = counterOf(user.id);
	await countWhatIsLost(database, counter.read());
	const counting: SecondCopy = {
		written: async (_envelopes, meta) => counter.write(meta),
		answered: (meta) => counter.write(meta)
	};
	const { client, close } = await openClient({
		name: user.id,
		store: createDeviceStore(database, identity, domainModel.schemaVersion, clearCodec, counting),
		transport: createHttpTransport(),
		actor: { userId: user.id, name: user.name, role: user.role },
		// Whoever is given another desk has its scopes as soon as the session says so.
		scopes: () => (session.current?.user.id === user.id ? session.current.scopes : scopes)
	});
	const sender = readingSender(createHttpPost(), user.id);
	const stopSending = sendAfterContacts(client, sender);
	const drafts = createDeviceDrafts(database);
	const stopForgetting = forgetDraftsOfGone(client, drafts);
	void session.refresh();
	return {
		userId: user.id,
		drafts,
		client,
		readings: createReadingLog(user.id, client, sender),
		track: trackerOf(client),
		close() {
			stopSending();
			stopForgetting();
			close();
			database.close();
		}
	};
}

async function open(info: SessionInfo): Promise<OpenDesk> {
	if (!isTablet()) return openOwn(info);
	const { tablet } = await import('./tablet/tablet.svelte');
	return tablet.openDesk();
}

let opening: string | null = null;

/** Opens the store of whoever is signed in, once; called by the root layout whenever the session changes. */
export async function followSession(info: SessionInfo | null): Promise<void> {
	const wanted = info?.user.id ?? null;
	if (wanted === opening) {
		const client = state.kind === 'open' ? state.desk.client : null;
		// Whoever has signed in again is not to wait for a pause to end. How it goes is shown by `syncStatus`.
		if (client?.contact.last?.kind === 'sign-in-needed') client.contactNow().catch(() => undefined);
		return;
	}
	opening = wanted;
	practiseAt(null);
	if (state.kind === 'open') state.desk.close();
	if (!info) {
		state = { kind: 'closed' };
		return;
	}
	state = { kind: 'opening' };
	try {
		const desk = await open(info);
		if (opening !== wanted) return desk.close();
		state = { kind: 'open', desk };
	} catch (error) {
		if (!(error instanceof DeviceStoreError)) throw error;
		state = { kind: 'failed', error: error.kind };
	}
}

export const deskState = {
	get current(): DeskState {
		return practice ? { kind: 'open', desk: practice } : state;
	},

	get isPractice(): boolean {
		return practice !== null;
	}
};

/** Puts a desk to practise at in front of the person's own, or takes it away with everything written there. */
export function practiseAt(desk: OpenDesk | null): void {
	practice?.close();
	practice = desk;
}

/** The open desk, tracked; null while nobody is signed in or the store is being opened. */
export function openDesk(): OpenDesk | null {
	const { current } = deskState;
	if (current.kind !== 'open') return null;
	current.desk.track();
	return current.desk;
}

/** The open desk, for whoever writes: pages that write are shown to nobody who is not signed in. */
export function requireDesk(): OpenDesk {
	const desk = openDesk();
	if (!desk) throw new Error('Nobody is signed in');
	return desk;
}

/**
 * Removes everything a person kept on this browser, drafts included; nothing while there is a record that exists nowhere
 * else, whatever the page believes.
 * @returns whether it was removed
 */
export async function forgetDesk(userId: string): Promise<boolean> {
	const database = new DeviceDatabase(userId);
	try {
		if (await holdsWhatIsOnlyHere(database)) return false;
		await database.delete();
		counterOf(userId).clear();
		return true;
	} finally {
		database.close();
	}
}
