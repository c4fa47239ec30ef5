import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uuid } from '../../../../tests/builders/sync-world.ts';
import { aSigner } from '../../../../tests/builders/sealing.ts';
import { createGrants, hasEnded } from './grants.ts';
import type { KeyPair } from './server-keys.ts';

const NOW = 1_800_000_000_500;
const DAY_MS = 24 * 60 * 60 * 1000;
const ANNA = { id: 'anna', role: 'operator', accessPointIds: ['cambonino'] } as const;
const TABLET = { id: uuid(90, 1) };

function aKeyPair(kid: string): KeyPair {
	const jwk = () =>
		generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
			format: 'jwk'
		}) as KeyPair['signing'];
	return { kid, createdAt: NOW, sealing: jwk(), signing: jwk() };
}

function grantsWith(...pairs: KeyPair[]) {
	const byKid = (wanted: string) => pairs.find(({ kid }) => kid === wanted);
	return createGrants({ current: () => pairs[0]!, byKid }, 7 * DAY_MS);
}

const old = aKeyPair('old');
const { publicKey } = aSigner();
const issued = () => grantsWith(old).issue({ ...ANNA, accessPointIds: [] }, TABLET, publicKey, NOW);

function withPart(grant: string, index: number, change: (part: Record<string, unknown>) => object) {
	const parts = grant.split('.');
	const part = JSON.parse(Buffer.from(parts[index]!, 'base64url').toString());
	parts[index] = Buffer.from(JSON.stringify(change(part))).toString('base64url');
	return parts.join('.');
}

describe('a grant', () => {
	it('says who may work where, until when, and which key is theirs', () => {
		const grants = grantsWith(old);
		const { grant, claims } = grants.issue(
			{ ...ANNA, accessPointIds: ['cambonino'] },
			TABLET,
			publicKey,
			NOW
		);
		expect(grants.check(grant)).toEqual({ ok: true, claims });
		expect(claims).toMatchObject({
			sub: 'anna',
			role: 'operator',
			accessPointIds: ['cambonino'],
			deviceId: TABLET.id,
			publicKey
		});
	});

	it('ends after the days it was given, and checks after that too', () => {
		const { grant, claims } = issued();
		expect(hasEnded(claims, NOW + 7 * DAY_MS - 1000)).toBe(false);
		expect(hasEnded(claims, NOW + 7 * DAY_MS)).toBe(true);
		expect(grantsWith(old).check(grant).ok).toBe(true);
	});

	it('checks after the keys were rotated, and not when its key is gone', () => {
		const { grant } = issued();
		expect(grantsWith(aKeyPair('new'), old).check(grant).ok).toBe(true);
		expect(grantsWith(aKeyPair('new')).check(grant)).toMatchObject({
			error: { kind: 'unknown-key' }
		});
		expect(grantsWith(aKeyPair('old')).check(grant)).toMatchObject({
			error: { kind: 'bad-signature' }
		});
	});

	it('is none when something in it was changed', () => {
		const { grant } = issued();
		const check = (text: string) => grantsWith(old).check(text);
		const promoted = withPart(grant, 1, (claims) => ({ ...claims, role: 'manager' }));
		expect(check(promoted)).toMatchObject({ error: { kind: 'bad-signature' } });
		expect(check(`${grant.slice(0, -4)}AAAA`)).toMatchObject({ error: { kind: 'bad-signature' } });
	});

	it.each([
		['no algorithm', { alg: 'none' }],
		['another algorithm', { alg: 'HS256' }],
		['another type', { typ: 'JWT' }],
		['a key of its own', { jwk: {} }]
	])('is none when it names %s', (_what, change) => {
		const forged = withPart(issued().grant, 0, (header) => ({ ...header, ...change }));
		expect(grantsWith(old).check(forged)).toEqual({ ok: false, error: { kind: 'malformed' } });
	});

	it.each(['', 'x', '..', 'e30.e30.', 'a.b.c.d'])('is not what %j is', (text) => {
		expect(grantsWith(old).check(text).ok).toBe(false);
	});
});
