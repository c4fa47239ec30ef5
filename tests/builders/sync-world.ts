/** A server, some devices and a bad network between them, all in memory and under the test's control. */
import {
	createMemoryDeviceStore,
	type MemoryDeviceStore
} from '../../sync/client/memory-device-store.ts';
import type { Transport, TransportResult } from '../../sync/client/ports.ts';
import { openSyncClient, type SyncClient, type TabMessage } from '../../sync/client/sync-client.ts';
import type { Caller, ServerModel } from '../../sync/merge/model.ts';
import type { Envelope } from '../../sync/protocol/envelope.ts';
import { refId, type Json } from '../../sync/protocol/json.ts';
import type { ServerStore } from '../../sync/server/port.ts';

/** What the network does to one exchange. */
export type Weather = 'fair' | 'request-lost' | 'response-lost' | 'portal' | 'busy' | 'half-answer';

export interface Device {
	caller: Caller;
	store: MemoryDeviceStore;
	transport: Transport;
	client: SyncClient;
	/** The weather of the next exchanges; fair again when used up. */
	weather: Weather[];
	/** Opens the app anew on the same store. */
	restart(): Promise<void>;
}

export interface World {
	server: ServerStore;
	now: number;
	/** Envelopes that no push can carry. */
	isTooLarge: (envelope: Envelope) => boolean;
	/**
	 * @param store of a device that was there before; without it, a new one
	 * @param broadcast hears what the device's other tabs are told
	 */
	device(
		name: number,
		caller: Caller,
		store?: MemoryDeviceStore,
		broadcast?: (message: TabMessage) => void
	): Promise<Device>;
}

export function uuid(group: number, value: number): string {
	const tail = value.toString(16).padStart(12, '0');
	return `00000000-0000-7000-8000-${group.toString(16).padStart(2, '0')}${tail.slice(2)}`;
}

/** What is to come after a while comes as soon as nothing else is to do. */
export function soon(_delayMs: number, callback: () => void): () => void {
	const timer = setTimeout(callback);
	return () => clearTimeout(timer);
}

export function createWorld(server: ServerStore, model: ServerModel, pageRows = 3): World {
	const world: World = {
		server,
		now: 1_700_000_000_000,
		isTooLarge: () => false,
		async device(number, caller, kept, broadcast = () => undefined) {
			const identity = { deviceId: uuid(200 + number, 0), storeId: uuid(100 + number, 0) };
			const store = kept ?? createMemoryDeviceStore(identity);
			const weather: Weather[] = [];
			const transport = createTransport(world, caller, weather, pageRows);
			let made = 0;
			const open = () =>
				openSyncClient({
					appVersion: 'test',
					model,
					store: store.openedBy(model.schemaVersion),
					transport,
					platform: {
						now: () => world.now,
						random: () => 0.5,
						exclusively: (task) => task(),
						after: soon
					},
					actor: caller,
					actorOf: (userId) => ({ userId, name: userId.toUpperCase(), role: 'operator' }),
					scopes: () => caller.scopes,
					newId: () => uuid(number, (made += 1)),
					broadcast
				});
			const device: Device = {
				caller,
				store,
				transport,
				weather,
				client: await open(),
				async restart() {
					device.client = await open();
				}
			};
			return device;
		}
	};
	return world;
}

function createTransport(
	world: World,
	caller: Caller,
	weather: Weather[],
	pageRows: number
): Transport {
	async function exchange(request: object, serve: () => Promise<object>): Promise<TransportResult> {
		world.now += 1000;
		const today = weather.shift() ?? 'fair';
		switch (today) {
			case 'request-lost':
				return { kind: 'unreachable' };
			case 'portal':
				return { kind: 'not-json' };
			case 'busy':
				return { kind: 'refused', status: 503, retryAfterMs: null };
			case 'response-lost':
				await serve();
				return { kind: 'unreachable' };
			case 'half-answer': {
				const whole = (await serve()) as { outcomes?: unknown[]; rows?: unknown };
				if (whole.outcomes) return { kind: 'answer', body: { ...whole, outcomes: [] } };
				return { kind: 'answer', body: { ...whole, rows: undefined } };
			}
			case 'fair':
				return { kind: 'answer', body: overTheWire(await serve()) };
		}
	}
	return {
		async push(request) {
			if ((request.intents as Envelope[]).some((envelope) => world.isTooLarge(envelope))) {
				return { kind: 'refused', status: 413, retryAfterMs: null };
			}
			return exchange(request, () =>
				world.server.applyPush(overTheWire(request) as typeof request, caller, world.now)
			);
		},
		pull: (request) =>
			exchange(request, () =>
				world.server.pullPage(overTheWire(request) as typeof request, caller, {
					pageRows,
					serverNow: world.now
				})
			),
		isOnline: () => true
	};
}

function overTheWire(value: object): unknown {
	return JSON.parse(JSON.stringify(value));
}

/** What a device shows, as plain data to compare: row id → fields. */
export function shown(client: SyncClient, collections: string[]): { [id: string]: Json } {
	const rows: { [id: string]: Json } = {};
	for (const collection of collections) {
		for (const row of client.replica.rows(collection).values()) rows[refId(row)] = row.fields;
	}
	return rows;
}
