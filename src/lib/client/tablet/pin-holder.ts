/**
 * What holds a PIN: the memory of the service worker, which outlives the page that a lock loads anew, and nothing else.
 *
 * Invariants
 * - Nothing here, and nothing made from it, is written anywhere: it is gone with the worker, whenever the browser ends it.
 * - What a PIN opens is the key of a slot, sealed under a key stretched from the PIN and mixed with a secret of this worker
 *   that is never given out: neither the worker's own objects nor the disk alone say what six digits to try.
 * - A try is counted before it is made, here: no page can take it back, and tries made at once count each.
 * - Only a right PIN gives the tries back. Neither that nor anything else makes its time longer.
 */
import { PIN_MAX_AGE_MS, PIN_TRIES } from '../../domain/devices/pin.ts';
import {
	aesKey,
	open,
	randomBytes,
	seal,
	utf8,
	type Bytes,
	type SealedParts
} from '../vault/bytes.ts';

/** As for phrases. It costs a thief of the tablet's memory minutes: see docs/threats.md. */
const ITERATIONS = 600_000;

/** A PIN that still opens. */
export interface LivePin {
	userId: string;
	/** Device clock, milliseconds since the epoch. */
	endsAt: number;
	triesLeft: number;
}

export type PinOpenResult =
	| { ok: true; key: Bytes }
	| { ok: false; error: { kind: 'wrong-pin'; triesLeft: number } }
	/** That was the last try, or it was made before. */
	| { ok: false; error: { kind: 'pin-spent' } }
	/** None was set, or its time is over. */
	| { ok: false; error: { kind: 'no-pin' } };

export interface PinHolder {
	/** Takes the place of an earlier one. @param key of the slot; zeroes when this is done */
	set(userId: string, pin: string, key: Bytes): Promise<LivePin>;
	/** The key of the slot, for the right PIN. */
	open(userId: string, pin: string): Promise<PinOpenResult>;
	live(): LivePin[];
	forget(userIds: readonly string[] | 'all'): void;
}

interface Parts {
	/** Device clock, milliseconds since the epoch: it goes on while the tablet sleeps, and can be set. */
	now(): number;
	/** Milliseconds of a clock that nobody can set; it may stand while the tablet sleeps. */
	elapsed(): number;
	iterations?: number;
}

interface Held {
	salt: Bytes;
	sealed: SealedParts;
	triesLeft: number;
	setAt: number;
	setElapsed: number;
}

const contextOf = (userId: string) => JSON.stringify(['pin', 1, userId]);

export function createPinHolder({ now, elapsed, iterations = ITERATIONS }: Parts): PinHolder {
	const heldByUser = new Map<string, Held>();
	let secret: Promise<CryptoKey> | null = null;

	/** Outside of the heap of JavaScript: what reads that has not got it. */
	function ownSecret(): Promise<CryptoKey> {
		const wanted = { name: 'HMAC', hash: 'SHA-256', length: 256 };
		return (secret ??= crypto.subtle.generateKey(wanted, false, ['sign']));
	}

	async function keyOf(pin: string, salt: Bytes): Promise<CryptoKey> {
		const material = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, [
			'deriveBits'
		]);
		const parameters = { name: 'PBKDF2', hash: 'SHA-256', iterations, salt };
		const stretched = await crypto.subtle.deriveBits(parameters, material, 256);
		return aesKey(await crypto.subtle.sign('HMAC', await ownSecret(), stretched));
	}

	/** By whichever clock says so first; one that was set back says so at once. */
	function isOver({ setAt, setElapsed }: Held): boolean {
		const age = now() - setAt;
		return age < 0 || age >= PIN_MAX_AGE_MS || elapsed() - setElapsed >= PIN_MAX_AGE_MS;
	}

	function sweep() {
		for (const [userId, held] of heldByUser) if (isOver(held)) heldByUser.delete(userId);
	}

	const liveOf = (userId: string, { setAt, triesLeft }: Held): LivePin => ({
		userId,
		endsAt: setAt + PIN_MAX_AGE_MS,
		triesLeft
	});

	return {
		async set(userId, pin, key) {
			// The earlier one is no longer meant, whatever becomes of this.
			heldByUser.delete(userId);
			const salt = randomBytes(16);
			const times = { setAt: now(), setElapsed: elapsed() };
			const sealed = await seal(await keyOf(pin, salt), key, contextOf(userId));
			key.fill(0);
			const held = { salt, sealed, triesLeft: PIN_TRIES, ...times };
			heldByUser.set(userId, held);
			return liveOf(userId, held);
		},

		async open(userId, pin) {
			sweep();
			const held = heldByUser.get(userId);
			if (!held) return { ok: false, error: { kind: 'no-pin' } };
			if (held.triesLeft === 0) return { ok: false, error: { kind: 'pin-spent' } };
			held.triesLeft -= 1;
			const key = await keyOf(pin, held.salt);
			try {
				const opened = new Uint8Array(await open(key, held.sealed, contextOf(userId)));
				held.triesLeft = PIN_TRIES;
				return { ok: true, key: opened };
			} catch {
				// AES-GCM tells a wrong key from a right one, and nothing else.
				const { triesLeft } = held;
				if (triesLeft > 0) return { ok: false, error: { kind: 'wrong-pin', triesLeft } };
				if (heldByUser.get(userId) === held) heldByUser.delete(userId);
				return { ok: false, error: { kind: 'pin-spent' } };
			}
		},

		live() {
			sweep();
			return [...heldByUser]
				.filter(([, { triesLeft }]) => triesLeft > 0)
				.map(([userId, held]) => liveOf(userId, held));
		},

		forget(userIds) {
			if (userIds === 'all') heldByUser.clear();
			else for (const userId of userIds) heldByUser.delete(userId);
		}
	};
}
