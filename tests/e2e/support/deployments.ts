/**
 * Later versions of the app, to be deployed over the one that was built. A build takes longer than a test may, so each is a
 * copy of the build in which everything that a browser tells versions by is another: the version, the name of every script
 * and style (which a real one leaves alone where the content is the same), and the worker that lists them. What they do is
 * the same.
 */
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Page } from '@playwright/test';

export interface Deployment {
	/** A folder that a server is started in. */
	root: string;
	version: string;
	/** Its scripts and styles, as the browser asks for them. */
	parts: readonly string[];
}

const IMMUTABLE = '/_app/immutable/';
const TEXT = /\.(js|css|html|json)$/;
/** `chunks/CStFOJO0.js`, `entry/start.Bha3nkRd.js`, `workers/search.worker-C1oWaReF.js` */
const NAMED_BY_CONTENT = /(?<=^|[./-])[\w-]{8}(?=\.(js|css|woff2)$)/;

const filesOf = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));

const hashOf = (kind: 'md5' | 'sha256', data: string | Buffer, form: 'hex' | 'base64') =>
	createHash(kind).update(data).digest(form);

function versionOf(root: string): string {
	const file = join(root, 'build/client/_app/version.json');
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function partsOf(root: string): string[] {
	const client = resolve(root, 'build/client');
	return filesOf(join(client, IMMUTABLE))
		.map((file) => file.slice(client.length).replaceAll('\\', '/'))
		.filter((file) => NAMED_BY_CONTENT.test(file));
}

/** The one that was built. */
export const builtDeployment = (): Deployment => ({
	root: resolve('.'),
	version: versionOf('.'),
	parts: partsOf('.')
});

/** @param nth of several, each unlike the others */
export function laterDeployment(nth: number): Deployment & { dispose(): void } {
	const root = mkdtempSync(join(tmpdir(), 'sportello-deployed-'));
	const build = join(root, 'build');
	cpSync('build', build, { recursive: true });
	cpSync('package.json', join(root, 'package.json'));
	cpSync('db/migrations', join(root, 'db/migrations'), { recursive: true });
	symlinkSync(resolve('node_modules'), join(root, 'node_modules'));

	const before = versionOf('.');
	const version = String(Number(before) + nth);
	const shell = join(build, 'prerendered/shell.html');
	const oldShell = readFileSync(shell);
	const renamed = new Map([[before, version]]);
	const globals = /__sveltekit_\w+/.exec(oldShell.toString())?.[0];
	if (globals) renamed.set(globals, `${globals}${nth}`);
	for (const file of filesOf(build)) {
		// The server would hand these out instead of what is in them by then.
		if (/\.(br|gz|map)$/.test(file)) rmSync(file);
		const name = file.includes(IMMUTABLE) && NAMED_BY_CONTENT.exec(basename(file))?.[0];
		if (name) renamed.set(name, hashOf('sha256', `${name} ${nth}`, 'hex').slice(0, name.length));
	}
	const names = new RegExp([...renamed.keys()].join('|'), 'g');
	const rename = (text: string) => text.replace(names, (name) => renamed.get(name) ?? name);
	for (const file of filesOf(build)) {
		if (TEXT.test(file)) writeFileSync(file, rename(readFileSync(file, 'utf8')));
		const name = rename(basename(file));
		if (file.includes(IMMUTABLE)) renameSync(file, join(dirname(file), name));
	}

	// A page names the hash of its inline script, and the worker that of the page.
	const html = readFileSync(shell, 'utf8');
	const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? '';
	const allowed = hashOf('sha256', script, 'base64');
	writeFileSync(shell, html.replace(/'sha256-[^']+'/, `'sha256-${allowed}'`));
	const worker = join(build, 'client/service-worker.js');
	const [oldRevision, revision] = [oldShell, readFileSync(shell)].map((page) =>
		hashOf('md5', page, 'hex')
	) as [string, string];
	const list = readFileSync(worker, 'utf8');
	if (!list.includes(oldRevision)) throw new Error('The worker knows another shell.');
	writeFileSync(worker, list.replace(oldRevision, revision));
	return {
		root,
		version,
		parts: partsOf(root),
		dispose: () => rmSync(root, { recursive: true, force: true })
	};
}

/** The scripts and styles that this page has loaded since it was. */
export async function loadedParts(page: Page): Promise<string[]> {
	const urls = await page.evaluate(() =>
		performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
	);
	return [...new Set(urls.filter((url) => url.startsWith(IMMUTABLE)))];
}
