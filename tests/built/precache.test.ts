import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const worker = readFileSync('build/client/service-worker.js', 'utf8');

/** The entries workbox wrote into the worker: `{url:"…",revision:…}`, in whatever order of keys. */
function precached(): string[] {
	const entries = worker.matchAll(/\{[^{}]*?\burl:\s*["'`]([^"'`]+)["'`][^{}]*?\}/g);
	const quoted = worker.matchAll(/\{[^{}]*?"url":\s*"([^"]+)"[^{}]*?\}/g);
	return [...entries, ...quoted].map((entry) => entry[1] ?? '');
}

function files(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('the service worker', () => {
	const urls = precached();
	const withoutSlash = urls.map((url) => url.replace(/^\//, ''));

	it('has a list of what to keep for when there is no network', () => {
		expect(worker).not.toContain('__WB_MANIFEST');
		expect(urls.length).toBeGreaterThan(10);
	});

	it('keeps the shell, which answers every address', () => {
		expect(withoutSlash).toContain('shell');
		expect(worker).toContain('/shell');
	});

	it('keeps every script, style and font of the application, Web Workers too', () => {
		const needed = files('build/client/_app/immutable')
			.filter((file) => /\.(js|css|woff2)$/.test(file))
			.map((file) => `_app/immutable/${file.replaceAll('\\', '/')}`);
		expect(needed.length).toBeGreaterThan(5);
		expect(needed.filter((file) => !withoutSlash.includes(file))).toEqual([]);
	});

	it('keeps no JSON: a kept version file would hide the next version', () => {
		expect(urls.filter((url) => url.includes('.json'))).toEqual([]);
	});

	it('keeps nothing that is not there', () => {
		const served = [...files('build/client'), ...files('build/prerendered')].map((file) =>
			file.replaceAll('\\', '/')
		);
		const missing = withoutSlash.filter(
			(url) => !served.includes(url) && !served.includes(`${url}.html`)
		);
		expect(missing).toEqual([]);
	});
});

describe('the shell', () => {
	const shell = readFileSync('build/prerendered/shell.html', 'utf8');

	it('finds its files from any address', () => {
		expect(shell).toContain('"/_app/immutable/');
		expect(shell).not.toMatch(/(?:href|src|import\()\s*=?\s*["']\.{1,2}\//);
	});

	it('runs only the scripts whose hash it names', () => {
		const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(shell)?.[1] ?? '';
		expect(policy).toMatch(/script-src[^;]*'sha256-/);
		expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
		expect(policy).toContain("require-trusted-types-for 'script'");
	});
});
