/**
 * Which scripts a page may start as workers. The policy of pages (svelte.config.js) lets no text become markup or script;
 * where the browser knows Trusted Types, what is started is asked for here, and it is our own workers or nothing.
 */

/** What TypeScript's DOM library does not have. */
interface TrustedTypes {
	createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/** Whether the build has made it as a worker. */
export function isOwnWorker(url: string, origin: string): boolean {
	const { origin: from, pathname } = new URL(url, origin);
	if (from !== origin) return false;
	return (
		pathname === '/service-worker.js' || /^\/_app\/immutable\/workers\/[^/]+\.js$/.test(pathname)
	);
}

/** @param anyOwn while developing, workers are served from where they are written */
export function trustOwnWorkers(anyOwn: boolean): void {
	const { trustedTypes, location } = globalThis as typeof globalThis & {
		trustedTypes?: TrustedTypes;
	};
	trustedTypes?.createPolicy('default', {
		createScriptURL: (url) => (anyOwn || isOwnWorker(url, location.origin) ? url : null)
	});
}
