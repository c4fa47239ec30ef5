/**
 * What the policies keep out of the page and of the workers that hold keys, in a browser. Seen to fail without: the policy
 * of scripts (server/security-headers.ts), the workers reach another server; Trusted Types (svelte.config.js), the page
 * makes markup of a text and starts a worker that is none of ours.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test, type Worker } from '@playwright/test';
import { startServer } from './support/server.ts';

/** Whether a worker got an answer. Not from its page: what is in the way is its own policy. */
const reaches = (worker: Worker, url: string) =>
	worker.evaluate(
		(address) =>
			fetch(address).then(
				() => true,
				() => false
			),
		url
	);

test('workers reach our own server alone, and the page makes nothing of a text', async ({
	page,
	context
}) => {
	const server = await startServer();
	// Of somebody else, who would be glad of it: everybody may read its answers.
	const others = createServer((_request, response) => {
		response.setHeader('access-control-allow-origin', '*');
		response.end('{}');
	}).listen(0, '127.0.0.1');
	await once(others, 'listening');
	const elsewhere = `http://127.0.0.1:${(others.address() as AddressInfo).port}/`;
	try {
		await page.goto(server.origin);
		await expect.poll(() => page.workers().length).toBeGreaterThan(0);
		await expect.poll(() => context.serviceWorkers().length).toBe(1);
		const workers = [...page.workers(), ...context.serviceWorkers()];
		for (const worker of workers) {
			expect(await reaches(worker, `${server.origin}/api/health`), worker.url()).toBe(true);
			expect(await reaches(worker, elsewhere), worker.url()).toBe(false);
		}
		const tried = await page.evaluate(() => {
			const became = (work: () => unknown) => {
				try {
					work();
					return 'done';
				} catch {
					return 'refused';
				}
			};
			return {
				markup: became(() => (document.createElement('div').innerHTML = '<b>x</b>')),
				otherWorker: became(() => new Worker('/api/health')),
				script: became(() => (document.createElement('script').text = '1'))
			};
		});
		expect(tried).toEqual({ markup: 'refused', otherWorker: 'refused', script: 'refused' });
	} finally {
		others.close();
		await server.dispose();
	}
});
