/**
 * A person at the unlocked tablet. Seen to fail with the defence taken out, one at a time:
 * - `sessions.add` not awaited: they are let in while it has still to be written, and when it never is;
 * - `dropToken` that does nothing: the server is not asked for another token;
 * - `asking` not kept: two who need a token at once ask for two;
 * - what `keep` puts into the slot left out: it has the grant and the end of before;
 * - `noted` left out of what is asked, or made anew each time: the register would have one unlock for each token.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UnlockRequest, UnlockResponse } from '../../domain/devices/device-api.ts';
import type { SessionInfo } from '../../domain/session.ts';
import type { DeviceDatabase } from '../store/device-database.ts';
import { aesKey, randomBytes, toBase64url } from '../vault/bytes.ts';
import { newSigningKey } from '../vault/signing.ts';
import {
	openSlotWith,
	sealSlot,
	newDerivation,
	type Slot,
	type SlotContent
} from '../vault/slot.ts';
import type { StoredDevice, TabletDatabase } from './tablet-database.ts';
import { createUnlocked, openVaults } from './unlocked.ts';

const DEVICE = '018f2000-0000-7000-8000-0000000000d1';
const NOTED = { id: '018f2000-0000-7000-8000-0000000000e1', at: 1 };
const user = { id: 'marta', name: 'Marta R.', role: 'operator' } as const;
const info: SessionInfo = {
	user,
	accessPoints: [{ id: 'cambonino', name: 'Cambonino', neighbourhoodId: 'n' }],
	...{ scopes: ['desk:cambonino'], staff: [], signedInAt: 1 },
	city: { id: 'cremona', name: 'Cremona', timezone: 'Europe/Rome', neighbourhoods: [] }
};

let calls: { path: string; method: string; token: string | null }[];
let asked: UnlockRequest[];
let answers: (() => Promise<Response>)[];
const json = (status: number, body: unknown) => async () =>
	new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json' }
	});
const welcome = (token: string): UnlockResponse => ({
	...{ info, token, grant: `grant.of.${token}`, grantEndsAt: 2000, vaultKeys: [] }
});

beforeEach(() => {
	[calls, asked, answers] = [[], [], []];
	vi.stubGlobal('fetch', (path: string, { method = 'GET', headers, body }: RequestInit) => {
		const token = new Headers(headers).get('authorization');
		calls.push({ path, method, token });
		if (typeof body === 'string') asked.push(JSON.parse(body) as UnlockRequest);
		return answers.shift()?.() ?? Promise.reject(new TypeError('no server'));
	});
	return () => vi.unstubAllGlobals();
});
afterEach(() => vi.restoreAllMocks());

/** Marta's slot, opened. @param add what the database does with the session */
async function aPerson(given: { add?: () => Promise<unknown>; response?: UnlockResponse } = {}) {
	const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
	const pair = await crypto.subtle.generateKey(ecdh, true, ['deriveBits']);
	const publicKey = toBase64url(await crypto.subtle.exportKey('raw', pair.publicKey));
	const key = await aesKey(randomBytes(32));
	const content: SlotContent = {
		...{ info, username: 'marta', grant: 'grant.of.before' },
		signingKey: (await newSigningKey()).privateKey,
		draftsKey: toBase64url(randomBytes(32)),
		vaultKeys: [{ id: 'v', scope: 'desk:cambonino', key: toBase64url(randomBytes(32)) }]
	};
	const outside = { userId: 'marta', name: user.name, role: user.role, grantEndsAt: 1000 };
	const slot = await sealSlot(key, { ...outside, derivation: newDerivation(), usedAt: 1 }, content);
	const slots: Slot[] = [];
	const state = {
		id: DEVICE,
		accessPoint: { id: 'cambonino' },
		serverKeys: [{ kid: 'k', publicKey }]
	};
	const add = vi.fn(given.add ?? (async () => undefined));
	const entering = createUnlocked({
		tablet: { slots: { put: async (each: Slot) => slots.push(each) } } as unknown as TabletDatabase,
		records: { sessions: { add } } as unknown as DeviceDatabase,
		device: { name: 'device', token: 'tablet', state } as unknown as StoredDevice,
		...{ slot, key, content },
		vaults: await openVaults(content.vaultKeys),
		...(given.response && { response: given.response }),
		noted: NOTED,
		now: () => 1,
		onInfo: () => undefined
	});
	return { entering, add, key, slots };
}

describe('letting somebody in', () => {
	it('waits until the session that seals what they will write is on the disk', async () => {
		let written = () => {};
		const { entering, add } = await aPerson({
			add: () => new Promise<void>((done) => (written = done))
		});
		let isIn = false;
		void entering.then(() => (isIn = true));
		await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(1));
		// Longer than everything else takes.
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(isIn).toBe(false);
		written();
		const person = await entering;
		expect(add).toHaveBeenCalledWith(
			expect.objectContaining({ id: person.content.sessionId, kept: false })
		);
	});

	it('lets nobody in when that session cannot be written', async () => {
		const { entering } = await aPerson({ add: () => Promise.reject(new Error('not written')) });
		await expect(entering).rejects.toThrow('not written');
	});
});

describe('the token of whoever is at it', () => {
	it('is the one that the server gave when it let them in, until that is dropped', async () => {
		const { entering, key, slots } = await aPerson({ response: welcome('first') });
		const person = await entering;
		expect(await person.token()).toEqual({ ok: true, token: 'first' });
		expect(calls).toEqual([]);

		person.dropToken();
		answers = [json(200, welcome('second'))];
		expect(await Promise.all([person.token(), person.token()])).toEqual([
			{ ok: true, token: 'second' },
			{ ok: true, token: 'second' }
		]);
		expect(calls).toEqual([{ path: '/api/device/unlock', method: 'POST', token: 'Bearer tablet' }]);
		// And it opens without the server for as long as the server has just said.
		expect(person.grantEndsAt).toBe(2000);
		expect(slots).toMatchObject([{ userId: 'marta', grantEndsAt: 2000 }]);
		expect((await openSlotWith(key, slots[0]!))?.content.grant).toBe('grant.of.second');
	});

	it('is none, and why, when the server takes them no longer', async () => {
		const person = await (await aPerson()).entering;
		answers = [json(403, { error: { kind: 'person-revoked' } })];
		expect(await person.token()).toEqual({ ok: false, error: { kind: 'person-revoked' } });
		// It is asked again, and not remembered.
		answers = [json(200, welcome('again'))];
		expect(await person.token()).toEqual({ ok: true, token: 'again' });
	});

	it('is asked for under the one id that this unlock has been noted with, however often', async () => {
		const person = await (await aPerson()).entering;
		for (const token of ['first', 'second']) {
			answers = [json(200, welcome(token))];
			await person.token();
			person.dropToken();
		}
		expect(asked.map(({ noted }) => noted)).toEqual([NOTED, NOTED]);
	});

	it('is ended at the server when they leave', async () => {
		const person = await (await aPerson({ response: welcome('first') })).entering;
		person.leave();
		expect(calls).toEqual([{ path: '/api/session', method: 'DELETE', token: 'Bearer first' }]);
		person.leave();
		expect(calls).toHaveLength(1);
	});
});
