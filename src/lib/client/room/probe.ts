/**
 * How much room there really is. Browsers no longer say: since Chrome 138 `navigator.storage.estimate()` answers with what
 * is used and min(10 GiB, the disk), whatever is free, so that no site can tell a private window from another. What is
 * enforced is unchanged, and asking for a file of some size is refused at once when it would not fit. The file is never
 * written: it has a length and no content, takes no room on the disk, and is gone some milliseconds later.
 */

/** Below this not one more save fits. */
const LEAST_BYTES = 32 * 1024;

/**
 * @param most where asking begins; each next question is for half as much
 * @returns the first size that fits, 0 for none
 */
export async function largestThatFits(
	most: number,
	fits: (bytes: number) => Promise<boolean>
): Promise<number> {
	for (let bytes = most; bytes >= LEAST_BYTES; bytes = Math.floor(bytes / 2)) {
		if (await fits(bytes)) return bytes;
	}
	return 0;
}

/**
 * @param estimate as the browser gives it
 * @param probed what fits, at most `most`; null when it could not be tried
 * @returns bytes; null when nothing is known
 */
export function freeBytesOf(
	{ quota, usage = 0 }: StorageEstimate,
	probed: number | null,
	most: number
): number | null {
	const estimated = quota === undefined ? null : Math.max(0, Math.round(quota - usage));
	// All that was asked for fits: there may be any amount more.
	if (probed === null || probed >= most) return estimated;
	return estimated === null ? probed : Math.min(probed, estimated);
}
