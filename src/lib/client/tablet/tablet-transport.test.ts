/**
 * What a tablet does with a server that takes the person at it no longer. Seen to fail with the defence taken out, one at a
 * time:
 * - `dropToken` not called at a 401: the token that has ended stands;
 * - `onRefused` not called: nobody is told that the person may not work here;
 * - `onRefused` called when the server is away: whoever works offline would be locked out.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PullRequest } from '../../../../sync/protocol/pull.ts';
import type { PushRequest } from '../../../../sync/protocol/push.ts';
import { createTabletTransport } from './tablet-transport.ts';
import type { Unlocked } from './unlocked.ts';

type TokenResult = Awaited<ReturnType<Unlocked['token']>>;

let sent: { path: string; token: string | null }[];
let answer: () => Response;
const json = (status: number, body: unknown = {}) =>
	new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

beforeEach(() => {
	sent = [];
	answer = () => json(200, { rows: [] });
	vi.stubGlobal('fetch', async (path: string, { headers }: RequestInit) => {
		sent.push({ path, token: new Headers(headers).get('authorization') });
		return answer();
	});
	return () => vi.unstubAllGlobals();
});

/** @param tokens what the person's token is, one time after the other */
function aTransport(...tokens: TokenResult[]) {
	const token = vi.fn(async () => (tokens.length > 1 ? tokens.shift()! : tokens[0]!));
	const dropToken = vi.fn();
	const onRefused = vi.fn();
	const person = { token, dropToken } as unknown as Unlocked;
	const transport = createTabletTransport('tablet', person, onRefused);
	return { dropToken, onRefused, pull: () => transport.pull({} as PullRequest), transport };
}

const given: TokenResult = { ok: true, token: 'marta' };
const none = (kind: string): TokenResult => ({ ok: false, error: { kind } });

describe('receiving on a tablet', () => {
	it('is done with the token of whoever is at it, and sending with its own', async () => {
		const { pull, transport, dropToken, onRefused } = aTransport(given);
		expect(await pull()).toEqual({ kind: 'answer', body: { rows: [] } });
		await transport.push({} as PushRequest);
		expect(sent).toEqual([
			{ path: '/api/sync/pull', token: 'Bearer marta' },
			{ path: '/api/sync/push', token: 'Bearer tablet' }
		]);
		expect(dropToken).not.toHaveBeenCalled();
		expect(onRefused).not.toHaveBeenCalled();
	});

	it('drops a token whose session the server has ended, so that the next contact asks for another', async () => {
		answer = () => json(401);
		const { pull, dropToken, onRefused } = aTransport(given);
		expect(await pull()).toMatchObject({ kind: 'refused', status: 401 });
		expect(dropToken).toHaveBeenCalledTimes(1);
		// They may go on working: only a token has ended.
		expect(onRefused).not.toHaveBeenCalled();
	});

	it.each([403, 503])('keeps a token that the server did not refuse, at a %i', async (status) => {
		answer = () => json(status);
		const { pull, dropToken } = aTransport(given);
		expect(await pull()).toMatchObject({ kind: 'refused', status });
		expect(dropToken).not.toHaveBeenCalled();
	});

	it.each(['person-revoked', 'grant-revoked', 'device-revoked', 'grant-ended'])(
		'says that the person may not work here any more: %s',
		async (kind) => {
			const { pull, onRefused } = aTransport(none(kind));
			expect(await pull()).toMatchObject({ kind: 'refused', status: 401 });
			expect(onRefused).toHaveBeenCalledExactlyOnceWith(kind);
			expect(sent).toEqual([]);
		}
	);

	it.each(['offline', 'server'])('locks nobody out when it cannot be asked: %s', async (kind) => {
		const { pull, onRefused } = aTransport(none(kind));
		expect(await pull()).toEqual({ kind: 'unreachable' });
		expect(onRefused).not.toHaveBeenCalled();
	});

	it('is not tried while nobody is at it', async () => {
		const transport = createTabletTransport('tablet', null, vi.fn());
		expect(await transport.pull({} as PullRequest)).toEqual({ kind: 'unreachable' });
		expect(sent).toEqual([]);
	});
});
