/**
 * Precaches the application and answers navigations with the prerendered shell, so that any address opens with the
 * server dead. It touches no POST and keeps no data: data lives in IndexedDB. What it holds for a while, in memory alone, are
 * the PINs of a tablet that is running.
 */
/// <reference lib="webworker" />
import { cacheNames, clientsClaim } from 'workbox-core';
import {
	cleanupOutdatedCaches,
	createHandlerBoundToURL,
	precacheAndRoute
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerPins } from './lib/client/tablet/pin-worker.ts';

declare const self: ServiceWorkerGlobalScope;

// A new version waits until the person agrees: it takes over only when asked.
self.addEventListener('message', (event) => {
	if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

// The tab in which the app is opened for the first time works without a network too.
clientsClaim();

/** Of the version before this one, for tabs that still run it when another tab has changed. */
const EARLIER_PARTS = 'earlier-parts';
const PARTS = '/_app/immutable/';
const entries = self.__WB_MANIFEST;
const pathOf = (url: string) => new URL(url, self.location.origin).pathname;

/** While this version is only being put beside it: what it does not list is deleted when it takes over. */
async function keepEarlierParts(): Promise<void> {
	const own = new Set(
		entries.map((entry) => pathOf(typeof entry === 'string' ? entry : entry.url))
	);
	const before = await caches.open(cacheNames.precache);
	await caches.delete(EARLIER_PARTS);
	const earlier = await caches.open(EARLIER_PARTS);
	for (const { url } of await before.keys()) {
		const path = pathOf(url);
		if (!path.startsWith(PARTS) || own.has(path)) continue;
		const part = await before.match(url);
		if (part) await earlier.put(url, part);
	}
}

self.addEventListener('install', (event) => {
	// With no room for them a tab of the version before may have to be loaded anew, and says so.
	event.waitUntil(keepEarlierParts().catch(() => undefined));
});

cleanupOutdatedCaches();
precacheAndRoute(entries);
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(PARTS),
	async ({ request }) =>
		(await caches.match(request.url, { cacheName: EARLIER_PARTS })) ?? fetch(request)
);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/shell'), { denylist: [/^\/api\//] }));
answerPins(self);
