/**
 * Cuts a long JSON text into the services it holds, without holding more than one of them.
 *
 * Three shapes are told apart by what they begin with: a list, an API page (an object with a list `contents`), and
 * values one after another: a single service, or NDJSON. Only brackets and quotes are looked at here; each piece is then
 * read by `JSON.parse`, which is the judge of everything else.
 *
 * Once a second value follows the first, values are lines: a broken line cannot swallow the next one.
 */
export interface Piece {
	/** Position among the services, from 1. */
	row: number;
	/** Line on which the piece begins, from 1. */
	line: number;
	/** Each service is a line of its own, so its line is worth naming. */
	isLine: boolean;
	text: string;
}

export interface SplitResult {
	pieces: Piece[];
	/** Why the text cannot be followed any further, with its line in the words. */
	problem?: string;
}

/** A service is a few kilobytes. One of this many characters is a file that is not what it seems. */
export const MAX_PIECE_LENGTH = 16 * 1024 * 1024;

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

type Mode =
	/** Nothing yet. */
	| 'start'
	/** In the first object: a service, or a page whose `contents` has not come yet. */
	| 'object'
	/** After a first whole object: the end, or more lines. */
	| 'after-object'
	| 'lines'
	/** Between the members of a list. */
	| 'list'
	/** In a member: an object, a list or a text; or a bare word or number, which ends at its delimiter. */
	| 'member'
	| 'word'
	/** After the list of a page: its other members, which say nothing we need. */
	| 'page-rest'
	| 'end';

/**
 * @param byLine the name of the file says that each service is a line
 * @returns `push` takes the next part of the text and gives the pieces that became whole, `end` says there is no more;
 *   after a problem the splitter is not to be used again
 */
export function createJsonSplitter(byLine = false): {
	push(text: string): SplitResult;
	end(): SplitResult;
} {
	let mode: Mode = byLine ? 'lines' : 'start';
	let row = 0;
	let line = 1;
	let pieces: Piece[] = [];
	let problem: string | undefined;

	/** The open piece: its text from earlier parts, where it began, and how deep in it we are. */
	let kept = '';
	let pieceLine = 1;
	let depth = 0;
	let inString = false;
	let escaped = false;

	/** In the first object: the name of the current member, as far as needed to know `contents`. */
	let name = '';
	let afterColon = false;
	/** The first object, until it is known whether lines follow it. */
	let firstObject: Piece | undefined;

	let isPage = false;
	let expects: 'member-or-end' | 'member' | 'comma-or-end' = 'member-or-end';

	function open(next: Mode) {
		mode = next;
		kept = '';
		pieceLine = line;
		depth = 0;
		inString = false;
		escaped = false;
	}

	/** Keeps what there is of the open piece until the next part comes. */
	function keep(text: string, from: number): number {
		kept += text.slice(from);
		if (kept.length > MAX_PIECE_LENGTH) {
			problem = `what begins on line ${pieceLine} is over ${MAX_PIECE_LENGTH / 1024 / 1024} MB long: too much for one service`;
		}
		return text.length;
	}

	function close(text: string): Piece {
		row += 1;
		const piece = { row, line: pieceLine, isLine: mode === 'lines', text: kept + text };
		kept = '';
		return piece;
	}

	/**
	 * Follows brackets and quotes to the end of the open value, or of the head of a page.
	 * @returns the index after it, or -1 when the text does not reach so far
	 */
	function follow(text: string, from: number): number {
		const isFirst = mode === 'object';
		for (let index = from; index < text.length; index += 1) {
			const code = text.charCodeAt(index);
			if (code === NEWLINE) line += 1;
			if (inString) {
				if (escaped) escaped = false;
				else if (code === BACKSLASH) escaped = true;
				else if (code === QUOTE) {
					inString = false;
					if (depth === 0) return index + 1;
				} else if (isFirst && depth === 1 && !afterColon && name.length < 9) name += text[index];
			} else if (code === QUOTE) {
				inString = true;
				if (isFirst && depth === 1 && !afterColon) name = '';
			} else if (code === OPEN_OBJECT || code === OPEN_LIST) {
				if (isFirst && depth === 1 && code === OPEN_LIST && afterColon && name === 'contents') {
					isPage = true;
					return index + 1;
				}
				depth += 1;
			} else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
				depth -= 1;
				if (depth <= 0) return index + 1;
			} else if (isFirst && depth === 1 && code === COLON) afterColon = true;
			else if (isFirst && depth === 1 && code === COMMA) afterColon = false;
		}
		return -1;
	}

	/** @param index the beginning of the open value, or 0 when it began in an earlier part */
	function inside(text: string, index: number): number {
		const end = follow(text, index);
		if (end === -1) return mode === 'page-rest' ? text.length : keep(text, index);
		if (mode === 'page-rest') mode = 'end';
		else if (mode === 'member') {
			pieces.push(close(text.slice(index, end)));
			mode = 'list';
		} else if (isPage) {
			kept = '';
			mode = 'list';
		} else {
			firstObject = close(text.slice(index, end));
			mode = 'after-object';
		}
		return end;
	}

	function inWord(text: string, index: number): number {
		const length = text.slice(index).search(/[\s,\]]/);
		if (length === -1) return keep(text, index);
		pieces.push(close(text.slice(index, index + length)));
		mode = 'list';
		return index + length;
	}

	function inLines(text: string, index: number): number {
		const end = text.indexOf('\n', index);
		if (end === -1) return keep(text, index);
		closeLine(text.slice(index, end));
		line += 1;
		open('lines');
		return end + 1;
	}

	function closeLine(rest: string) {
		if ((kept + rest).trim() !== '') pieces.push(close(rest));
	}

	function between(text: string, index: number): number {
		const character = text[index] ?? '';
		if (/\s/.test(character)) {
			if (character === '\n') line += 1;
			return index + 1;
		}
		if (mode === 'start') return begin(character, index);
		if (mode === 'list') return inList(character, index);
		if (mode === 'after-object') return secondValue(index);
		problem = `there is ${JSON.stringify(character)} on line ${line}, after the end`;
		return index;
	}

	function begin(character: string, index: number): number {
		if (character === '{') open('object');
		else if (character === '[') mode = 'list';
		else
			problem = `begins with ${JSON.stringify(character)}, which is neither a JSON object nor a list`;
		return character === '[' ? index + 1 : index;
	}

	function inList(character: string, index: number): number {
		if (character === ']' && expects !== 'member') {
			open(isPage ? 'page-rest' : 'end');
			depth = 1;
			return index + 1;
		}
		if (character === ',' && expects === 'comma-or-end') {
			expects = 'member';
			return index + 1;
		}
		if (expects === 'comma-or-end' || /[\],}:]/.test(character)) {
			const wanted = expects === 'comma-or-end' ? 'a comma or the end of the list' : 'a service';
			problem = `after row ${row}, on line ${line}, there is ${JSON.stringify(character)} where ${wanted} should be`;
			return index;
		}
		expects = 'comma-or-end';
		open(/[[{"]/.test(character) ? 'member' : 'word');
		return index;
	}

	function secondValue(index: number): number {
		if (firstObject?.text.includes('\n') !== false) {
			problem = `something follows the first object, on line ${line}: several services need a list, or one line each`;
			return index;
		}
		pieces.push({ ...firstObject, isLine: true });
		firstObject = undefined;
		open('lines');
		return index;
	}

	function take(): SplitResult {
		const result = problem === undefined ? { pieces } : { pieces, problem };
		pieces = [];
		return result;
	}

	return {
		push(text) {
			let index = 0;
			while (index < text.length && problem === undefined) {
				if (mode === 'lines') index = inLines(text, index);
				else if (mode === 'word') index = inWord(text, index);
				else if (mode === 'object' || mode === 'member' || mode === 'page-rest') {
					index = inside(text, index);
				} else index = between(text, index);
			}
			return take();
		},
		end() {
			if (mode === 'lines') closeLine('');
			else if (mode === 'after-object' && firstObject) pieces.push(firstObject);
			else if (mode === 'start') problem = 'is empty';
			else if (mode === 'object')
				problem = `ends in the middle of the object that begins on line ${pieceLine}`;
			else if (mode === 'member' || mode === 'word') {
				problem = `ends in the middle of row ${row + 1}, which begins on line ${pieceLine}: the file is cut short`;
			} else if (mode === 'list')
				problem = `ends after row ${row} without closing the list: the file is cut short`;
			else if (mode === 'page-rest')
				problem = 'ends without closing the page: the file is cut short';
			return take();
		}
	};
}
