import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp, type RunningApp } from '../../../../tests/builders/running-app.ts';
import { readSession } from './session.ts';

let running: RunningApp;
beforeEach(async () => (running = await runApp()));
afterEach(() => running.stop());

describe('the cookie of an ended session', () => {
	it('stays: an answer that comes late must not delete the one of a new sign-in', async () => {
		const written: string[] = [];
		const locals: { caller?: unknown } = {};
		const event = {
			locals,
			url: new URL('http://localhost/api/sync/pull'),
			request: new Request('http://localhost/api/sync/pull'),
			cookies: {
				get: () => 'of-a-session-that-has-ended',
				set: (name: string) => written.push(name),
				delete: (name: string) => written.push(name)
			}
		};
		await readSession({ event: event as never, resolve: () => new Response('{}') });
		expect(locals.caller).toBeNull();
		expect(written).toEqual([]);
	});
});
