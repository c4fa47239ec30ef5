import { dev } from '$app/environment';
import { trustOwnWorkers } from '$lib/client/trusted-workers';
import { getLocale, overwriteGetLocale } from '$lib/paraglide/runtime';

trustOwnWorkers(dev);

/**
 * The language of a page is read once: choosing another loads the page anew. Read at each of the thousand words of a screen,
 * from storage, it is felt on a cheap tablet.
 */
const locale = getLocale();
overwriteGetLocale(() => locale);
