/**
 * Who calls from a tablet: it itself, or a person on it.
 *
 * Invariants
 * - A token is `d.<device>.<secret>` or `s.<session>`; neither is in the database, only its hash.
 * - A tablet's token opens nothing that a person may read. It is known after a revocation too: what the tablet holds is
 *   to be sent.
 * - A person's token works on an enrolled tablet that was not revoked, and nowhere else.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Device, Devices } from '../../../../db/devices.ts';
import type { Auth, SignedInSession } from '../auth/auth.ts';

/** The tablet behind a request. */
export type CallingDevice = Device;

export type TokenCaller =
	| { kind: 'device'; device: CallingDevice }
	| { kind: 'person'; session: SignedInSession & { deviceId: string } };

export type DeviceAuth = ReturnType<typeof createDeviceAuth>;

/** What the database knows a secret by: it is random, so that a plain hash tells nothing of it. */
export function hashOfSecret(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

export function newDeviceToken(deviceId: string): string {
	return `d.${deviceId}.${randomBytes(32).toString('base64url')}`;
}

export function personToken(sessionId: string): string {
	return `s.${sessionId}`;
}

/** The session behind a person's token; undefined for a tablet's. */
export function sessionOfToken(token: string): string | undefined {
	return token.startsWith('s.') ? token.slice('s.'.length) : undefined;
}

/** The token of an `Authorization` header; undefined when it holds none. */
export function bearerToken(header: string | null): string | undefined {
	return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

export function createDeviceAuth(
	devices: Pick<Devices, 'byId' | 'byTokenHash'>,
	auth: Pick<Auth, 'session'>
) {
	return {
		/** Null for a token that is not, or no more, good for anything. */
		async caller(token: string): Promise<TokenCaller | null> {
			if (token.startsWith('d.')) {
				const device = devices.byTokenHash(hashOfSecret(token));
				return device ? { kind: 'device', device } : null;
			}
			const sessionId = sessionOfToken(token);
			const session = sessionId === undefined ? null : await auth.session(sessionId);
			if (!session?.deviceId) return null;
			const device = devices.byId(session.deviceId);
			if (!device || device.revokedAt !== null) return null;
			return { kind: 'person', session: { ...session, deviceId: device.id } };
		}
	};
}
