import 'fake-indexeddb/auto';
import { afterEach, expect, describe, it, vi } from 'vitest';
import type { ContactState } from '../../../../sync/client/sync-client.ts';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { writesSettled } from '../write.ts';
import {
	createReadingLog,
	deleteReadings,
	newUnlock,
	noteSaved,
	noteUnlock,
	sendAfterContacts
} from './reading-log.ts';
import { ReadingsDatabase } from './readings-database.ts';

const LUCIA = uuid(1, 1);

afterEach(async () => {
	vi.restoreAllMocks();
	await deleteReadings();
});

function aContact(last: ContactState['last']) {
	const idle = { sending: null, stopped: null, clockWrong: false, serverPutBack: false };
	const listeners = new Set<() => void>();
	const client = {
		contact: { ...idle, last, running: false } as ContactState,
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		}
	};
	/** A contact that ends so. */
	const ends = (kind: 'ok' | 'offline') => {
		for (const running of [true, false]) {
			client.contact = { ...client.contact, running, ...(!running && { last: { kind } }) };
			for (const listener of listeners) listener();
		}
	};
	return { client, ends };
}

const aSender = () => ({ send: vi.fn(async () => true) });

async function noted() {
	const database = new ReadingsDatabase();
	const all = await database.readings.toArray();
	database.close();
	return all.map((each) =>
		'deed' in each
			? `${each.userId} ${each.deed} ${'records' in each ? each.records : ''}`.trim()
			: `${each.userId} ${each.collection}/${each.key}`
	);
}

describe('opening a record at a desk', () => {
	it('is noted, and sent at once when the server was there a moment ago', async () => {
		const sender = aSender();
		const log = createReadingLog('marta', aContact({ kind: 'ok' }).client, sender);
		await log.opened('people', LUCIA);
		await log.opened('people', LUCIA);
		expect(await noted()).toEqual([`marta people/${LUCIA}`]);
		expect(sender.send).toHaveBeenCalledOnce();
	});

	it('asks nothing of a server that is away, and goes after the next contact', async () => {
		const sender = aSender();
		const { client, ends } = aContact({ kind: 'offline' });
		const stop = sendAfterContacts(client, sender);
		await createReadingLog('marta', client, sender).opened('people', LUCIA);
		ends('offline');
		expect(await noted()).toHaveLength(1);
		expect(sender.send).not.toHaveBeenCalled();
		ends('ok');
		expect(sender.send).toHaveBeenCalledOnce();
		stop();
		ends('ok');
		expect(sender.send).toHaveBeenCalledOnce();
	});

	it('is sent before a session ends, when the server was there; nobody waits for a silent one', async () => {
		vi.useFakeTimers();
		const sent = { send: vi.fn(async () => true) };
		await createReadingLog('marta', aContact({ kind: 'ok' }).client, sent).settle();
		expect(sent.send).toHaveBeenCalledOnce();
		const silent = { send: vi.fn(() => new Promise<boolean>(() => {})) };
		await createReadingLog('marta', aContact({ kind: 'offline' }).client, silent).settle();
		expect(silent.send).not.toHaveBeenCalled();
		const settled = createReadingLog('marta', aContact({ kind: 'ok' }).client, silent).settle();
		await vi.advanceTimersByTimeAsync(3000);
		await settled;
		vi.useRealTimers();
	});

	it('is on the disk before the tablet is locked', async () => {
		const log = createReadingLog('marta', aContact(null).client, aSender());
		void log.opened('people', LUCIA);
		await writesSettled();
		expect(await noted()).toEqual([`marta people/${LUCIA}`]);
	});

	it('is beside what else was done, which is on the disk before the tablet is locked as well', async () => {
		void noteUnlock('marta', newUnlock());
		void createReadingLog('marta', aContact(null).client, aSender()).saved(3);
		void noteSaved('device:t', 2);
		await writesSettled();
		expect((await noted()).sort()).toEqual(['device:t saved 2', 'marta saved 3', 'marta unlock']);
	});

	it('keeps nobody from the record when it cannot be noted', async () => {
		const sender = aSender();
		const log = createReadingLog('marta', aContact({ kind: 'ok' }).client, sender);
		const full = new DOMException('', 'QuotaExceededError');
		vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw full;
		});
		await expect(log.opened('people', LUCIA)).resolves.toBeUndefined();
		vi.restoreAllMocks();
		expect(await noted()).toEqual([]);
		expect(sender.send).not.toHaveBeenCalled();
		await log.opened('people', LUCIA);
		expect(await noted()).toHaveLength(1);
	});
});
