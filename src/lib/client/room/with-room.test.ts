import { describe, expect, it } from 'vitest';
import { otherCaches } from './with-room.ts';

function storageOf(...names: string[]) {
	const kept = new Set(names);
	return { kept, keys: async () => [...kept], delete: async (name: string) => kept.delete(name) };
}

describe('what lies in caches', () => {
	it('goes, but for the shell that opens the app with no network', async () => {
		const shell = 'workbox-precache-v2-https://sportello.example/';
		const storage = storageOf('pictures', shell, 'workbox-runtime');
		expect(await otherCaches(storage).free()).toBe(true);
		expect([...storage.kept]).toEqual([shell]);
		expect(await otherCaches(storage).free()).toBe(false);
	});

	it('is nothing in a browser without them', async () => {
		expect(await otherCaches(undefined).free()).toBe(false);
	});
});
