/**
 * Grants: what the server signs for a person on a tablet, as compact JWS (RFC 7515) with ES256 (RFC 7518, 3.4).
 *
 * Invariants
 * - The algorithm and the type are ours to say: a grant that names others is none.
 * - Every key the server ever signed with checks; a rotation ends no grant.
 * - Whether a grant has ended is not asked here: an ended one unlocks nothing, and what was sealed under it is taken.
 */
import { createPrivateKey, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Device } from '../../../../db/devices.ts';
import type { User } from '../../../../db/accounts.ts';
import { grantClaimsSchema, type GrantClaims } from '../../domain/devices/device-api.ts';
import { publicKeyOf, signText, verifyText } from './ecdsa.ts';
import { publicPointOf, type ServerKeys } from './server-keys.ts';

const headerSchema = v.strictObject({
	alg: v.literal('ES256'),
	typ: v.literal('sportello-grant'),
	kid: v.string()
});

export type GrantCheck =
	| { ok: true; claims: GrantClaims }
	| { ok: false; error: { kind: 'malformed' | 'unknown-key' | 'bad-signature' } };

export type Grants = ReturnType<typeof createGrants>;

function encode(part: object): string {
	return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode<Schema extends v.GenericSchema>(
	schema: Schema,
	part: string
): v.InferOutput<Schema> | undefined {
	try {
		const parsed = v.safeParse(schema, JSON.parse(Buffer.from(part, 'base64url').toString()));
		return parsed.success ? parsed.output : undefined;
	} catch {
		return undefined;
	}
}

/** Whether it unlocks nothing any more. `now` in milliseconds since the epoch. */
export function hasEnded({ exp }: GrantClaims, now: number): boolean {
	return now >= exp * 1000;
}

/** @param grantMs how long a grant unlocks, milliseconds */
export function createGrants(keys: Pick<ServerKeys, 'current' | 'byKid'>, grantMs: number) {
	return {
		/** @param publicKey checks what the person will sign on this tablet @param now milliseconds since the epoch */
		issue(
			user: Pick<User, 'id' | 'role' | 'accessPointIds'>,
			device: Pick<Device, 'id'>,
			publicKey: string,
			now: number
		): { grant: string; claims: GrantClaims } {
			const { kid, signing } = keys.current();
			const iat = Math.floor(now / 1000);
			const claims: GrantClaims = {
				jti: randomUUID(),
				sub: user.id,
				deviceId: device.id,
				role: user.role,
				accessPointIds: [...user.accessPointIds],
				publicKey,
				iat,
				exp: iat + Math.floor(grantMs / 1000)
			};
			const text = `${encode({ alg: 'ES256', typ: 'sportello-grant', kid })}.${encode(claims)}`;
			const key = createPrivateKey({ key: signing, format: 'jwk' });
			return { grant: `${text}.${signText(text, key)}`, claims };
		},

		/** Whether this server has signed it, ended or not. */
		check(grant: string): GrantCheck {
			const [head = '', body = '', signature = '', ...rest] = grant.split('.');
			const header = decode(headerSchema, head);
			if (!header || rest.length > 0) return { ok: false, error: { kind: 'malformed' } };
			const key = keys.byKid(header.kid);
			if (!key) return { ok: false, error: { kind: 'unknown-key' } };
			const publicKey = publicKeyOf(publicPointOf(key.signing));
			if (!verifyText(`${head}.${body}`, signature, publicKey)) {
				return { ok: false, error: { kind: 'bad-signature' } };
			}
			const claims = decode(grantClaimsSchema, body);
			return claims ? { ok: true, claims } : { ok: false, error: { kind: 'malformed' } };
		}
	};
}
