/**
 * How a tablet becomes one of the city's: an administrator makes a code, the tablet sends it once.
 *
 * Invariants
 * - A code has 40 random bits, is good once and for a quarter of an hour, and guesses at it are slowed down.
 * - The database holds the hashes of codes and tokens: a copy of it enrols nothing and sends in nobody's name.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Accounts } from '../../../../db/accounts.ts';
import type { Devices } from '../../../../db/devices.ts';
import { ENROLMENT_CODE_MS, type EnrolResponse } from '../../domain/devices/device-api.ts';
import { createThrottle } from '../auth/throttle.ts';
import { hashOfSecret, newDeviceToken } from './device-auth.ts';
import type { DeviceStates } from './device-state.ts';
import { publicKeyOf } from './ecdsa.ts';

/** 32 signs, five bits each; those of `enrolmentCodeSchema`. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;

/** Wrong codes in a quarter of an hour: from one address, and from everywhere. */
const GUESSES = { pair: 10, address: 10, account: 200 };

export interface NewCode {
	name: string;
	accessPointId: string;
	/** The administrator. */
	createdBy: string;
}

export type MakeCodeResult =
	| { ok: true; code: string; expiresAt: number }
	| { ok: false; error: { kind: 'unknown-access-point' } };

export type EnrolResult =
	| { ok: true; value: EnrolResponse }
	| { ok: false; error: { kind: 'wrong-code' | 'bad-key' } }
	| { ok: false; error: { kind: 'throttled'; retryAfterMs: number } };

export type Enrolment = ReturnType<typeof createEnrolment>;

/** In the form that `enrolmentCodeSchema` makes of what is typed. */
function newCode(): string {
	return Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET[byte % 32]).join('');
}

export function createEnrolment(
	devices: Pick<Devices, 'addCode' | 'enrol'>,
	accounts: Pick<Accounts, 'accessPoints'>,
	stateOf: DeviceStates,
	throttle = createThrottle(GUESSES)
) {
	return {
		/** @returns the code in two groups, to be shown once */
		makeCode({ name, accessPointId, createdBy }: NewCode, now: number): MakeCodeResult {
			if (!accounts.accessPoints().some(({ id }) => id === accessPointId)) {
				return { ok: false, error: { kind: 'unknown-access-point' } };
			}
			const code = newCode();
			const expiresAt = now + ENROLMENT_CODE_MS;
			devices.addCode({
				codeHash: hashOfSecret(code),
				name,
				accessPointId,
				createdBy,
				expiresAt
			});
			return { ok: true, code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt };
		},

		/** @param request as `enrolRequestSchema` reads it @param address whom to slow down; never kept */
		async enrol(
			request: { code: string; publicKey: string; appVersion: string },
			address: string,
			now: number
		): Promise<EnrolResult> {
			const { code, publicKey, appVersion } = request;
			if (!publicKeyOf(publicKey)) return { ok: false, error: { kind: 'bad-key' } };
			const attempt = await throttle.attempt('', address);
			if (!attempt.ok) {
				return { ok: false, error: { kind: 'throttled', retryAfterMs: attempt.retryAfterMs } };
			}
			const id = randomUUID();
			const token = newDeviceToken(id);
			const tokenHash = hashOfSecret(token);
			const tablet = { id, tokenHash, publicKey, appVersion };
			const device = devices.enrol(hashOfSecret(code), tablet, now);
			if (!device) return { ok: false, error: { kind: 'wrong-code' } };
			await attempt.succeeded();
			return { ok: true, value: { device: stateOf(device, now), token } };
		}
	};
}
