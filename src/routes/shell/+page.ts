/** The one prerendered page: the service worker answers every navigation with it. */
export const prerender = true;
