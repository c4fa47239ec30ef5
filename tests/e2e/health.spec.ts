import { expect, test } from '@playwright/test';
import { startServer } from './support/server.ts';

test(
	'a server that is killed comes back with the same history on the same data',
	{ tag: '@faults' },
	async ({ request }) => {
		const server = await startServer();
		try {
			const before = await (await request.get(`${server.origin}/api/health`)).json();
			expect(before).toMatchObject({ status: 'ok', database: { ok: true } });
			await server.kill9();
			await expect(request.get(`${server.origin}/api/health`)).rejects.toThrow();
			await server.restart();
			const after = await (await request.get(`${server.origin}/api/health`)).json();
			expect(after).toMatchObject({ status: 'ok', epoch: before.epoch });
		} finally {
			await server.dispose();
		}
	}
);
