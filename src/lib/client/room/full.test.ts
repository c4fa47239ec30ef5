import { describe, expect, it } from 'vitest';
import { Dexie } from 'dexie';
import { DeviceStoreError } from '../../../../sync/client/ports.ts';
import { fullError, isFull } from './full.ts';

const quota = () => new DOMException('no room', 'QuotaExceededError');
const named = (name: string) => Object.assign(new Error(name), { name });

describe('a device is full', () => {
	it.each([
		['when the browser says so', quota()],
		['when Dexie wraps the end of a transaction', new Dexie.AbortError(quota() as never)],
		[
			'when one of several writes had no room',
			Object.assign(named('BulkError'), { failures: [named('ConstraintError'), quota()] })
		],
		['when the store has already understood it', new DeviceStoreError('storage-full')],
		[
			'when it is the cause of what went wrong',
			new DeviceStoreError('failed', { cause: new Dexie.AbortError(quota() as never) })
		],
		['when Firefox finds none on the disk', named('NS_ERROR_FILE_NO_DEVICE_SPACE')],
		['when a worker has written less than it was given', fullError('Not everything was written')]
	])('%s', (_, error) => {
		expect(isFull(error)).toBe(true);
	});

	it.each([
		['when a transaction was ended for no reason', new Dexie.AbortError('aborted')],
		['when its database is closed', new Dexie.DatabaseClosedError('closed')],
		['when a newer app has been there', new DeviceStoreError('read-only')],
		['when somebody writes about quotas', new Error('quota')],
		['when nothing was thrown that says what it is', 'QuotaExceededError']
	])('but not %s', (_, error) => {
		expect(isFull(error)).toBe(false);
	});
});
