/** Full jitter: between nothing and the ceiling, which doubles with every failure from 1 to 32 seconds. */
const FIRST_MS = 1_000;
const CEILING_MS = 32_000;
/** Never sooner than this, so that a lucky draw does not hammer a struggling server. */
const FLOOR_MS = 250;

/**
 * @param failures in a row, from 1
 * @param random uniform in [0, 1)
 * @param retryAfterMs what the server asked for; always honoured
 */
export function backoffDelayMs(
	failures: number,
	random: number,
	retryAfterMs: number | null
): number {
	const ceiling = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
	return Math.max(FLOOR_MS, random * ceiling, retryAfterMs ?? 0);
}
