import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonSplitter, type Piece } from './json-splitter.ts';

/** @param size characters in each part; the result must not depend on where the parts are cut */
function split(text: string, { size = text.length || 1, byLine = false } = {}) {
	const splitter = createJsonSplitter(byLine);
	const pieces: Piece[] = [];
	for (let at = 0; at < text.length; at += size) {
		const result = splitter.push(text.slice(at, at + size));
		pieces.push(...result.pieces);
		if (result.problem !== undefined) return { pieces, problem: result.problem };
	}
	const result = splitter.end();
	return { pieces: [...pieces, ...result.pieces], problem: result.problem };
}
const values = (pieces: Piece[]) => pieces.map(({ text }) => JSON.parse(text) as unknown);

const page = (contents: unknown) => ({
	total_items: 2,
	note: 'contents: [',
	contents,
	empty: false
});

describe('cutting a file into services', { timeout: 30_000 }, () => {
	it('gives back every service of a list, a page and lines, wherever the parts are cut', () => {
		const service = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
		fc.assert(
			fc.property(
				fc.array(
					service.filter((one) => !('contents' in one)),
					{ minLength: 2, maxLength: 5 }
				),
				fc.integer({ min: 1, max: 30 }),
				fc.constantFrom(undefined, 2),
				(services, size, indent) => {
					const list = JSON.stringify(services, null, indent);
					const inPage = JSON.stringify(page(services), null, indent);
					const lines = services.map((one) => JSON.stringify(one)).join('\r\n');
					for (const text of [list, inPage, lines, `\n${lines}\n\n`]) {
						const result = split(text, { size });
						expect(result.problem).toBeUndefined();
						expect(values(result.pieces)).toEqual(JSON.parse(list));
					}
				}
			)
		);
	});

	it('takes a file of one object for one service', () => {
		expect(split('{\n "id": 1,\n "x": ["contents"]}\n').pieces).toMatchObject([
			{ row: 1, line: 1, isLine: false }
		]);
	});

	it('names the line on which each service begins', () => {
		const { pieces } = split('[\n{"a":1},\n\n{"a":\n2},3, "x"]');
		expect(pieces.map(({ row, line, text }) => [row, line, text])).toEqual([
			[1, 2, '{"a":1}'],
			[2, 4, '{"a":\n2}'],
			[3, 5, '3'],
			[4, 5, '"x"']
		]);
	});

	it('goes on after a broken line', () => {
		const { pieces } = split('{"a":1}\n{"a":\n{"a":3}\n');
		expect(pieces.map(({ line, isLine, text }) => [line, isLine, text])).toEqual([
			[1, true, '{"a":1}'],
			[2, true, '{"a":'],
			[3, true, '{"a":3}']
		]);
	});

	it('keeps a broken first line to itself when the name of the file says lines', () => {
		expect(split('{"a":\n{"a":2}', { byLine: true }).pieces).toHaveLength(2);
	});

	it.each([
		['', 'is empty'],
		[' \n ', 'is empty'],
		['hello', 'begins with "h", which is neither a JSON object nor a list'],
		[
			'[{"a":1},{"a":',
			'ends in the middle of row 2, which begins on line 1: the file is cut short'
		],
		['[{"a":1}', 'ends after row 1 without closing the list: the file is cut short'],
		['{"contents":[{"a":1}]', 'ends without closing the page: the file is cut short'],
		['{"a":', 'ends in the middle of the object that begins on line 1'],
		[
			'[{"a":1}\n{"a":2}]',
			'after row 1, on line 2, there is "{" where a comma or the end of the list should be'
		],
		['[{"a":1},]', 'after row 1, on line 1, there is "]" where a service should be'],
		['[]\nx', 'there is "x" on line 2, after the end'],
		[
			'{\n}\n{\n}',
			'something follows the first object, on line 3: several services need a list, or one line each'
		]
	])('says of %j that it %s', (text, problem) => {
		expect(split(text).problem).toBe(problem);
	});

	it('gives up on a service that is far too long instead of holding it', () => {
		const splitter = createJsonSplitter();
		splitter.push('[{"a":"');
		let problem: string | undefined;
		for (let part = 0; part < 20 && problem === undefined; part += 1) {
			problem = splitter.push('x'.repeat(1024 * 1024)).problem;
		}
		expect(problem).toBe('what begins on line 1 is over 16 MB long: too much for one service');
	});
});
