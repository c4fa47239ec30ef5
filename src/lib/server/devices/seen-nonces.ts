/** Remembers what was signed once, as long as it would be believed again. In memory. */

/** Far more than a city's tablets unlock in the time of a grant. */
const MAX_REMEMBERED = 100_000;

export function createSeenNonces(max = MAX_REMEMBERED) {
	/** Oldest first. */
	const endsAtByNonce = new Map<string, number>();

	function forgetEnded(now: number) {
		for (const [nonce, endsAt] of endsAtByNonce) {
			if (endsAt <= now || endsAtByNonce.size > max) endsAtByNonce.delete(nonce);
			else break;
		}
	}

	return {
		/** Whether it comes for the first time; from now on it does not. Moments in milliseconds since the epoch. */
		isNew(nonce: string, endsAt: number, now: number): boolean {
			if (endsAtByNonce.has(nonce)) return false;
			endsAtByNonce.set(nonce, endsAt);
			forgetEnded(now);
			return true;
		}
	};
}
