/** Opens a store for whoever works with it, and keeps it in contact with the server while it is open. */
import { v7 as uuidv7 } from 'uuid';
import { version } from '$app/environment';
import { domainModel } from '$lib/domain/model';
import type { DeviceStore, Transport } from '../../../sync/client/ports';
import { openSyncClient, type SyncClient, type TabMessage } from '../../../sync/client/sync-client';
import { withRoom } from './room/with-room';
import { createRoomyStore } from './store/roomy-store';

export interface Place {
	/** Names the locks and the channel between tabs. */
	name: string;
	store: DeviceStore;
	transport: Transport;
	/** Who writes. */
	actor: { userId: string; name: string; role: string };
	scopes(): readonly string[];
	/** What other tabs are told instead; without it, everything. */
	forOtherTabs?(message: TabMessage): TabMessage;
}

export interface OpenClient {
	client: SyncClient;
	close(): void;
}

async function exclusively(name: string, task: () => Promise<void>): Promise<void> {
	if (navigator.locks) await navigator.locks.request(name, task);
	else await task();
}

/** The engine has already put a failed contact into its state, where the chip and the drawer show it. */
function reportInStatus() {
	return undefined;
}

/** @throws DeviceStoreError when the store cannot be opened */
export async function openClient(place: Place): Promise<OpenClient> {
	const { name, transport, actor, scopes, forOtherTabs = (message) => message } = place;
	const store = createRoomyStore(place.store, withRoom);
	const tabs = new BroadcastChannel(`sportello-${name}`);
	// A channel keeps nothing for whoever does not listen yet, and what is being read may lack it.
	let heard = false;
	tabs.onmessage = () => {
		heard = true;
	};
	const client = await openSyncClient({
		appVersion: version,
		model: domainModel,
		store,
		transport,
		platform: {
			now: () => Date.now(),
			random: () => Math.random(),
			exclusively: (task) => exclusively(`sportello-sync-${name}`, task),
			after(delayMs, callback) {
				const timer = setTimeout(callback, delayMs);
				return () => clearTimeout(timer);
			}
		},
		actor,
		actorOf: (userId) => (userId === actor.userId ? actor : { userId, name: '', role: '' }),
		scopes,
		newId: () => uuidv7(),
		broadcast: (message) => tabs.postMessage(forOtherTabs(message))
	});
	tabs.onmessage = ({ data }: MessageEvent<TabMessage>) => void client.takeOver(data);
	if (heard) void client.takeOver({ kind: 'reload' });
	const stop = client.start();
	const contact = () => void client.contactNow().catch(reportInStatus);
	const onVisible = () => {
		if (document.visibilityState === 'visible') contact();
	};
	addEventListener('online', contact);
	document.addEventListener('visibilitychange', onVisible);
	return {
		client,
		close() {
			stop();
			removeEventListener('online', contact);
			document.removeEventListener('visibilitychange', onVisible);
			tabs.close();
		}
	};
}
