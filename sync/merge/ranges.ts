/**
 * Sets of sequence numbers as sorted, disjoint, inclusive ranges: a store that lost a million numbers costs one range.
 */
export type Range = readonly [from: number, to: number];

export function addRange(ranges: readonly Range[], from: number, to: number): Range[] {
	if (from > to) return [...ranges];
	const result: Range[] = [];
	let merged: Range = [from, to];
	for (const range of ranges) {
		if (range[1] < merged[0] - 1 || range[0] > merged[1] + 1) result.push(range);
		else merged = [Math.min(merged[0], range[0]), Math.max(merged[1], range[1])];
	}
	result.push(merged);
	return result.sort((a, b) => a[0] - b[0]);
}

export function removeNumber(ranges: readonly Range[], value: number): Range[] {
	return ranges.flatMap(([from, to]): Range[] => {
		if (value < from || value > to) return [[from, to]];
		const parts: Range[] = [];
		if (from < value) parts.push([from, value - 1]);
		if (value < to) parts.push([value + 1, to]);
		return parts;
	});
}

/** The first `limit` numbers of the set. */
export function listNumbers(ranges: readonly Range[], limit: number): number[] {
	const numbers: number[] = [];
	for (const [from, to] of ranges) {
		for (let value = from; value <= to && numbers.length < limit; value += 1) numbers.push(value);
	}
	return numbers;
}
