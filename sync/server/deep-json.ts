/**
 * JSON nested deeper than any record is. The engine's own reading and writing of JSON goes through calls and ends in a
 * stack overflow, so what a stranger sends is measured first.
 */

/** Far more than any record needs, far less than a stack holds. */
const MAX_DEPTH = 64;

function isContainer(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

export function isTooDeep(value: unknown): boolean {
	const rest: [value: unknown, depth: number][] = [[value, 0]];
	for (let next = rest.pop(); next; next = rest.pop()) {
		const [current, depth] = next;
		if (!isContainer(current)) continue;
		if (depth === MAX_DEPTH) return true;
		for (const inner of Object.values(current)) rest.push([inner, depth + 1]);
	}
	return false;
}

/** The JSON text of a value that came as JSON, however deep it is. */
export function deepJson(value: unknown): string {
	if (!isTooDeep(value)) return JSON.stringify(value);
	let text = '';
	/** What is still to be written, last first. */
	const rest: ({ text: string } | { value: unknown })[] = [{ value }];
	for (let next = rest.pop(); next; next = rest.pop()) {
		if ('text' in next) text += next.text;
		else if (!isContainer(next.value)) text += JSON.stringify(next.value);
		else {
			const isList = Array.isArray(next.value);
			const members = Object.entries(next.value);
			rest.push({ text: isList ? ']' : '}' });
			members.toReversed().forEach(([name, inner], index) => {
				const comma = index < members.length - 1 ? ',' : '';
				rest.push({ value: inner }, { text: comma + (isList ? '' : `${JSON.stringify(name)}:`) });
			});
			text += isList ? '[' : '{';
		}
	}
	return text;
}
