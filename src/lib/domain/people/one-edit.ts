/** Whether one slip of the hand makes one word of the other: a letter more, less, wrong, or two that changed places. */
export function isOneEditApart(a: string, b: string): boolean {
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	if (long.length - short.length > 1) return false;
	let start = 0;
	while (start < short.length && short[start] === long[start]) start += 1;
	const restOfShort = short.slice(start);
	const restOfLong = long.slice(start);
	if (short.length < long.length) return restOfShort === restOfLong.slice(1);
	if (restOfShort.slice(1) === restOfLong.slice(1)) return true;
	return (
		restOfShort[0] === restOfLong[1] &&
		restOfShort[1] === restOfLong[0] &&
		restOfShort.slice(2) === restOfLong.slice(2)
	);
}
