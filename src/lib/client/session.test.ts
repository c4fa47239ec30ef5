import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SessionInfo } from '$lib/domain/session';
import type { session as Session } from './session.svelte';

const DAVIDE: SessionInfo = {
	user: { id: 'davide', name: 'Davide B.', role: 'operator' },
	city: { id: 'cremona', name: 'Cremona', timezone: 'Europe/Rome', neighbourhoods: [] },
	...{ accessPoints: [], scopes: [], staff: [], signedInAt: 1 }
};

/** What the server was asked, in order. */
let asked: string[];
let session: typeof Session;

beforeEach(async () => {
	asked = [];
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
	vi.stubGlobal('fetch', async (_path: string, { method = '' }: RequestInit) => {
		asked.push(method);
		return Response.json(DAVIDE);
	});
	vi.resetModules();
	({ session } = await import('./session.svelte'));
});
afterEach(() => vi.unstubAllGlobals());

function something() {
	let end = () => {};
	const sent = new Promise<void>((resolve) => (end = resolve));
	return { sent, end };
}

it('ends here at once, and on the server when what is sent in it has gone', async () => {
	await session.signIn('davide', 'quattro parole');
	const { sent, end } = something();
	const told = session.signOut(sent);
	expect(session.current).toBeNull();
	expect(asked).toEqual(['POST']);
	end();
	await told;
	expect(asked).toEqual(['POST', 'DELETE']);
});

it('whoever signs in meanwhile stays signed in', async () => {
	const { sent, end } = something();
	const told = session.signOut(sent);
	const signingIn = session.signIn('davide', 'quattro parole');
	end();
	await Promise.all([told, signingIn]);
	expect(asked).toEqual(['DELETE', 'POST']);
	expect(session.current?.user.id).toBe('davide');
});
