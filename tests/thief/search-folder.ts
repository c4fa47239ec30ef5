/**
 * The thief: takes a browser's profile folder and looks for words in every file of it, as the bytes lie there and in
 * whatever can be decompressed or put together from them. It knows no key and asks no browser.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { cacheStreams, streamsIn, unbrotli } from './compressed.ts';
import { isTable, logRecords, tableParts } from './leveldb.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { isSqlite, sqliteParts } from './sqlite-parts.ts';

export interface Finding {
	word: string;
	/** Relative to the folder. */
	file: string;
	/** How it lay there: the encoding, and what had to be undone to see it. */
	form: string;
}

export interface SearchResult {
	findings: Finding[];
	files: number;
	/** Bytes of all files, before anything was decompressed. */
	bytes: number;
	/** Files, or what is inside of them, that could not be read, and why. Nothing is known of these. */
	unread: { file: string; why: string }[];
}

interface Piece {
	how: string;
	bytes: Buffer;
}

/** Compressed in compressed: a browser's cache keeps what a server has compressed, in a file of its own. */
const MAX_DEPTH = 3;

/** Bodies that a block-file cache keeps in files of their own. */
const CACHE_BODY = /^f_[0-9a-f]{6}$/;

function filesOf(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? filesOf(path) : [path];
	});
}

/** @returns what is inside of the bytes, and what is inside of that */
function opened(piece: Piece, depth = 0): Piece[] {
	if (depth === MAX_DEPTH) return [];
	const { how, bytes } = piece;
	const inside = streamsIn(bytes).map((plain) => ({ how: `${how}, decompressed`, bytes: plain }));
	return inside.flatMap((each) => [each, ...opened(each, depth + 1)]);
}

function partsOf(name: string, file: Buffer): Piece[] {
	const as = (how: string, parts: Buffer[]) => parts.map((bytes) => ({ how, bytes }));
	if (isTable(file)) return as('LevelDB table', tableParts(file));
	if (isSqlite(file)) return as('SQLite row', sqliteParts(file));
	// Written by LevelDB only when its name says so; read as one it does no harm.
	if (/\.log$|^MANIFEST-/.test(name)) return as('LevelDB log', logRecords(file));
	const bodies = CACHE_BODY.test(name) ? [file] : cacheStreams(file);
	const plain = bodies.map(unbrotli).filter((body) => body !== null);
	return [...as('cache entry', bodies), ...as('cache entry, brotli', plain)];
}

function searchFile(name: string, file: Buffer, match: Matcher) {
	const forms = new Map<string, { word: string; form: string }>();
	let why: string | null = null;
	let parts: Piece[] = [];
	try {
		parts = partsOf(name, file);
	} catch (error) {
		why = (error as Error).message;
	}
	const pieces = [{ how: 'raw', bytes: file }, ...parts];
	for (const { how, bytes } of pieces.flatMap((piece) => [piece, ...opened(piece)])) {
		for (const { word, form } of match(bytes)) {
			forms.set(`${word}\0${how}\0${form}`, { word, form: `${form}, ${how}` });
		}
	}
	return { found: [...forms.values()], why };
}

/**
 * @throws RangeError when a word is too short to mean anything
 * @throws when the folder is not there
 */
export function searchFolder(folder: string, words: readonly string[]): SearchResult {
	const match = createMatcher(words);
	const result: SearchResult = { findings: [], files: 0, bytes: 0, unread: [] };
	for (const path of filesOf(folder)) {
		const file = relative(folder, path);
		result.files += 1;
		for (const { word, form } of match(Buffer.from(file))) {
			result.findings.push({ word, file, form: `${form}, the file's name` });
		}
		// A running browser holds sockets and links there that are nobody's data.
		if (!lstatSync(path).isFile()) continue;
		const bytes = readFileSync(path);
		result.bytes += bytes.length;
		const { found, why } = searchFile(basename(path), bytes, match);
		result.findings.push(...found.map((each) => ({ ...each, file })));
		if (why !== null) result.unread.push({ file, why });
	}
	return result;
}

/** The words that were found anywhere, each once, in the order in which they were asked for. */
export function foundWords({ findings }: SearchResult, words: readonly string[]): string[] {
	const found = new Set(findings.map(({ word }) => word));
	return words.filter((word) => found.has(word));
}
