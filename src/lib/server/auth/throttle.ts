/**
 * Slows down guessing at sign-in, by account and by address, and locks nobody out: whoever is over a limit waits a
 * minute, not until an administrator comes. Kept in memory: a restart forgets it.
 *
 * Invariants
 * - Every attempt counts before its passphrase is checked, so that attempts sent together are all counted.
 * - A person who signed in from an address before is not made to wait there by guesses from elsewhere.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface ThrottleLimits {
	/** Wrong passphrases for one account from one address. */
	pair: number;
	/** For one account, from everywhere it was never used. */
	account: number;
	/** From one address, for any account: a whole city may stand behind one. */
	address: number;
}

const LIMITS: ThrottleLimits = { pair: 8, account: 40, address: 120 };
const WINDOW_S = 15 * 60;
const WAIT_S = 60;
const MAX_KNOWN_PAIRS = 10_000;

export type ThrottleResult =
	{ ok: true; succeeded(): Promise<void> } | { ok: false; retryAfterMs: number };

export type Throttle = ReturnType<typeof createThrottle>;

export function createThrottle(limits: ThrottleLimits = LIMITS) {
	const limiter = (points: number) =>
		new RateLimiterMemory({ points, duration: WINDOW_S, blockDuration: WAIT_S });
	const byPair = limiter(limits.pair);
	const byAccount = limiter(limits.account);
	const byAddress = limiter(limits.address);
	const knownPairs = new Set<string>();

	function remember(pair: string) {
		knownPairs.delete(pair);
		knownPairs.add(pair);
		const [oldest] = knownPairs;
		if (knownPairs.size > MAX_KNOWN_PAIRS && oldest !== undefined) knownPairs.delete(oldest);
	}

	return {
		/** Counts one attempt. Call `succeeded` when the passphrase was right: the attempt is then taken back. */
		async attempt(account: string, address: string): Promise<ThrottleResult> {
			const pair = JSON.stringify([account, address]);
			const known = knownPairs.has(pair);
			try {
				await byPair.consume(pair);
				await byAddress.consume(address);
				if (!known) await byAccount.consume(account);
			} catch (rejection) {
				if (!(rejection instanceof RateLimiterRes)) throw rejection;
				return { ok: false, retryAfterMs: rejection.msBeforeNext };
			}
			return {
				ok: true,
				async succeeded() {
					remember(pair);
					await byPair.delete(pair);
					await byAddress.reward(address);
					if (!known) await byAccount.reward(account);
				}
			};
		}
	};
}
