/**
 * A checksum over the rows a scope holds, by key and revision, that both sides keep up to date a row at a time.
 *
 * Invariants
 * - It is a sum, so the order in which rows came does not matter and a row can be taken out again.
 * - It finds a lost, doubled or outdated row; it is no protection against somebody who means harm.
 */
import { refId, type RowRef } from '../protocol/json.ts';

/** Two sums modulo 2³². */
export interface Checksum {
	high: number;
	low: number;
}

export const emptyChecksum: Checksum = { high: 0, low: 0 };

/** Two rounds of the 32-bit FNV-1a hash, with different offsets and a final mix. */
function hashPair(text: string): Checksum {
	let high = 0x811c9dc5;
	let low = 0x9747b28c;
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		high = Math.imul(high ^ code, 0x01000193);
		low = Math.imul(low ^ code, 0x85ebca6b);
	}
	high = Math.imul(high ^ (high >>> 16), 0x85ebca6b);
	low = Math.imul(low ^ (low >>> 15), 0xc2b2ae35);
	return { high: (high ^ (high >>> 13)) >>> 0, low: (low ^ (low >>> 16)) >>> 0 };
}

type Revised = RowRef & { rev: number };

/** Replaces `before` by `after` in the sum; leave one out for a row that arrives or departs. */
export function updateChecksum(
	sum: Checksum,
	before: Revised | undefined,
	after: Revised | undefined
): Checksum {
	let { high, low } = sum;
	if (before) {
		const hash = hashPair(`${refId(before)}@${before.rev}`);
		high = (high - hash.high) >>> 0;
		low = (low - hash.low) >>> 0;
	}
	if (after) {
		const hash = hashPair(`${refId(after)}@${after.rev}`);
		high = (high + hash.high) >>> 0;
		low = (low + hash.low) >>> 0;
	}
	return { high, low };
}

export function formatChecksum(sum: Checksum): string {
	return sum.high.toString(16).padStart(8, '0') + sum.low.toString(16).padStart(8, '0');
}

export function parseChecksum(text: string): Checksum {
	return { high: parseInt(text.slice(0, 8), 16), low: parseInt(text.slice(8, 16), 16) };
}
