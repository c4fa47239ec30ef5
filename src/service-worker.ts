/**
 * Precaches the application and answers navigations with the prerendered shell, so that any address opens with the
 * server dead. It touches no POST and keeps no data: data lives in IndexedDB. What it holds for a while, in memory alone, are
 * the PINs of a tablet that is running.
 */
/// <reference lib="webworker" />
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

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/shell'), { denylist: [/^\/api\//] }));
answerPins(self);
