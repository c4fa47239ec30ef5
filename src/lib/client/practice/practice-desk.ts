/**
 * A desk to practise at.
 *
 * Invariants
 * - Its store and its drafts are in memory: nothing written there outlives the page, and no database is opened.
 * - Who reads there what is invented is noted nowhere.
 * - Its transport has no way to anywhere: nothing written there is ever sent.
 */
import { v7 as uuidv7 } from 'uuid';
import { domainModel } from '$lib/domain/model';
import { createReceiptCode } from '$lib/domain/requests/receipt-code';
import type { SessionInfo } from '$lib/domain/session';
import { m } from '$lib/paraglide/messages';
import { createMemoryDeviceStore } from '../../../../sync/client/memory-device-store';
import type { DeviceStore, Transport } from '../../../../sync/client/ports';
import { openSyncClient, type SyncClientOptions } from '../../../../sync/client/sync-client';
import { trackerOf, type OpenDesk } from '../open-desk';
import { noReadings } from '../readings/reading-log';
import { createMemoryDrafts } from '../store/draft-store';
import { practiceSeed } from './seed';

const nowhere: Transport = {
	push: async () => ({ kind: 'unreachable' }),
	pull: async () => ({ kind: 'unreachable' }),
	isOnline: () => false
};

type Actor = SyncClientOptions['actor'];

function optionsOf(store: DeviceStore, actor: Actor, others: Actor): SyncClientOptions {
	return {
		appVersion: 'practice',
		model: domainModel,
		store,
		transport: nowhere,
		platform: {
			now: () => Date.now(),
			random: () => Math.random(),
			exclusively: (task) => task(),
			after(delayMs, callback) {
				const timer = setTimeout(callback, delayMs);
				return () => clearTimeout(timer);
			}
		},
		actor,
		actorOf: (userId) => (userId === actor.userId ? actor : others),
		// There is something to ask for, so that each contact finds nobody there.
		scopes: () => ['practice'],
		newId: () => uuidv7(),
		broadcast: () => undefined
	};
}

/** Writes the examples, and counts them as what a server has confirmed: only what is practised is there to be sent. */
async function seed(store: DeviceStore, info: SessionInfo, author: Actor): Promise<void> {
	const client = await openSyncClient(optionsOf(store, author, author));
	const now = Date.now();
	const newCode = () =>
		createReceiptCode((bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
	for (const inputs of practiceSeed({ info, now, newCode })) await client.write(inputs);
	const { highestSeq } = client.replica.meta;
	await store.recordAnswer(
		{
			kind: 'answered',
			acknowledgement: { fromSeq: 1, throughSeq: highestSeq, at: now, epoch: 'practice' },
			exceptions: [],
			cleared: [],
			sessions: { kept: [], wanted: [] },
			missing: [],
			at: now
		},
		'practice'
	);
}

export async function openPracticeDesk(info: SessionInfo): Promise<OpenDesk> {
	const { user } = info;
	const actor = { userId: user.id, name: user.name, role: user.role };
	const colleague = {
		userId: 'practice-colleague',
		name: m.practice_colleague(),
		role: 'operator'
	};
	const store = createMemoryDeviceStore({
		deviceId: crypto.randomUUID(),
		storeId: crypto.randomUUID()
	});
	await seed(store, info, user.role === 'volunteer' ? actor : colleague);
	const client = await openSyncClient(optionsOf(store, actor, colleague));
	return {
		userId: user.id,
		drafts: createMemoryDrafts(),
		client,
		readings: noReadings,
		track: trackerOf(client),
		close: client.start()
	};
}
