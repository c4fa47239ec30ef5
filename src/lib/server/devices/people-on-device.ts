/**
 * Who may work on a tablet: signing in on it for the first time, unlocking it, and ceasing to.
 *
 * Invariants
 * - Nobody works on a revoked tablet, nor at another desk's; a manager works at every desk, an administrator at none.
 * - Unlocking needs a grant of the server's that has not ended and was not revoked, and a signature by its key that was
 *   not seen before. What is remembered of signatures is in memory: a restart forgets it, and then the tablet's token,
 *   without which nobody gets here, is what keeps others from repeating one.
 * - What a person is given is what their role opens now, not what it opened when their grant was made.
 * - A tablet is not told to destroy the slot of somebody of whom nothing is known here but that they are a person: after
 *   a restore the grants made since the backup are not in the database.
 */
import type { Accounts, User } from '../../../../db/accounts.ts';
import type { Audit } from '../../../../db/audit.ts';
import type { Device, Devices } from '../../../../db/devices.ts';
import {
	unlockText,
	type UnlockRequest,
	type UnlockResponse
} from '../../domain/devices/device-api.ts';
import { callerOf, type Auth, type SignInError } from '../auth/auth.ts';
import { personToken } from './device-auth.ts';
import { publicKeyOf, verifyText } from './ecdsa.ts';
import { hasEnded, type Grants } from './grants.ts';
import { createSeenNonces } from './seen-nonces.ts';
import type { VaultKeys } from './vault-keys.ts';

export type PeopleError =
	/** Nobody works on this tablet any more. */
	| { kind: 'device-revoked' }
	/** The person works elsewhere, or on no tablet. */
	| { kind: 'not-this-desk' };

export type FirstSignInResult =
	| { ok: true; value: UnlockResponse }
	| { ok: false; error: PeopleError | SignInError | { kind: 'bad-key' } };

export type UnlockError =
	| PeopleError
	/** The person may not work any more, or has another passphrase. */
	| { kind: 'person-revoked' | 'grant-revoked' }
	/** They are to sign in with their passphrase. */
	| { kind: 'grant-ended' }
	/** Not the server's, or another tablet's; not signed by its person; sent before. */
	| { kind: 'bad-grant' | 'bad-signature' | 'repeated' };

export type UnlockResult = { ok: true; value: UnlockResponse } | { ok: false; error: UnlockError };

export type PeopleOnDevice = ReturnType<typeof createPeopleOnDevice>;

/** Whether this person works on a tablet of this desk. */
function worksAt({ role, accessPointIds }: User, device: Device): boolean {
	switch (role) {
		case 'manager':
			return true;
		case 'operator':
		case 'volunteer':
			return accessPointIds.includes(device.accessPointId);
		case 'administrator':
			return false;
	}
}

interface Parts {
	accounts: Pick<Accounts, 'userById'>;
	audit: Pick<Audit, 'record'>;
	auth: Pick<Auth, 'checkCredentials' | 'startOnDevice'>;
	devices: Pick<Devices, 'byId' | 'addGrant' | 'grantById' | 'formerPeopleOn'>;
	grants: Grants;
	vaultKeysOf: VaultKeys;
}

export function createPeopleOnDevice(parts: Parts) {
	const { accounts, audit, auth, devices, grants, vaultKeysOf } = parts;
	const seenNonces = createSeenNonces();

	const isRevoked = (device: Device) =>
		(devices.byId(device.id)?.revokedAt ?? device.revokedAt) !== null;

	async function welcome(user: User, device: Device, publicKey: string, now: number) {
		const { sessionId, info } = await auth.startOnDevice(user, device.id);
		const { grant, claims } = grants.issue(user, device, publicKey, now);
		const grantEndsAt = claims.exp * 1000;
		devices.addGrant({
			id: claims.jti,
			userId: user.id,
			deviceId: device.id,
			publicKey,
			issuedAt: now,
			endsAt: grantEndsAt
		});
		const vaultKeys = vaultKeysOf(callerOf(user).scopes, now);
		return { info, token: personToken(sessionId), grant, grantEndsAt, vaultKeys };
	}

	return {
		/** A person's first sign-in on this tablet, or the first with a new passphrase. @param publicKey made for them */
		async signIn(
			device: Device,
			request: { username: string; passphrase: string; publicKey: string },
			address: string,
			now: number
		): Promise<FirstSignInResult> {
			const { username, passphrase, publicKey } = request;
			if (isRevoked(device)) return { ok: false, error: { kind: 'device-revoked' } };
			if (!publicKeyOf(publicKey)) return { ok: false, error: { kind: 'bad-key' } };
			const credentials = { username, passphrase, deviceId: device.id };
			const checked = await auth.checkCredentials(credentials, address);
			if (!checked.ok) return checked;
			// It may have been revoked while the passphrase was checked.
			if (isRevoked(device)) return { ok: false, error: { kind: 'device-revoked' } };
			if (!worksAt(checked.user, device)) {
				const detail = 'not-this-desk';
				const [actor, deviceId] = [checked.user.id, device.id];
				audit.record({ kind: 'sign-in-failed', at: now, actor, deviceId, detail });
				return { ok: false, error: { kind: detail } };
			}
			return { ok: true, value: await welcome(checked.user, device, publicKey, now) };
		},

		/** A person whose phrase has opened their slot, with a signature by the key in it. */
		async unlock(device: Device, request: UnlockRequest, now: number): Promise<UnlockResult> {
			const refused = (kind: UnlockError['kind']) => ({ ok: false, error: { kind } }) as const;
			if (isRevoked(device)) return refused('device-revoked');
			const checked = grants.check(request.grant);
			if (!checked.ok || checked.claims.deviceId !== device.id) return refused('bad-grant');
			const { claims } = checked;
			const key = publicKeyOf(claims.publicKey);
			if (!verifyText(unlockText(request), request.signature, key)) return refused('bad-signature');
			const user = accounts.userById(claims.sub);
			if (!user || user.disabled) return refused('person-revoked');
			// One that is not in the database was made before a restore: its signature speaks for it.
			if ((devices.grantById(claims.jti)?.revokedAt ?? null) !== null) {
				return refused('grant-revoked');
			}
			if (hasEnded(claims, now)) return refused('grant-ended');
			if (!worksAt(user, device)) return refused('not-this-desk');
			if (!seenNonces.isNew(`${claims.jti} ${request.nonce}`, claims.exp * 1000, now)) {
				return refused('repeated');
			}
			return { ok: true, value: await welcome(user, device, claims.publicKey, now) };
		},

		/** Those of the asked people who may no longer work on this tablet. */
		revokedAmong(device: Device, userIds: readonly string[]): string[] {
			const former = devices.formerPeopleOn(device.id);
			return userIds.filter((id) => {
				const user = accounts.userById(id);
				return !user || user.disabled || former.has(id) || !worksAt(user, device);
			});
		}
	};
}
