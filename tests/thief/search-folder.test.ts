import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../db/engine.ts';
import {
	aBlock,
	aCacheEntry,
	aLog,
	aTable,
	snappy,
	snappyCopy,
	snappyLiteral
} from './made-files.ts';
import { foundWords, searchFolder } from './search-folder.ts';

const NAME = 'Wanda Quercioli';
const PHONE = '+393330007141';
const LOG_BLOCK = 32 * 1024;

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sportello-thief-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, content: Buffer | string): void {
	mkdirSync(dirname(join(folder, file)), { recursive: true });
	writeFileSync(join(folder, file), content);
}

const found = (words = [NAME, PHONE]) => foundWords(searchFolder(folder, words), words);
const forms = (words = [NAME]) => searchFolder(folder, words).findings.map(({ form }) => form);

describe('a word in a file', () => {
	it('is found in each encoding, whatever is around it', () => {
		const word = 'Zoë Wąsik';
		const encodings: [string, Buffer][] = [
			['UTF-8', Buffer.from(word)],
			['UTF-16LE', Buffer.from(word, 'utf16le')],
			['UTF-16BE', Buffer.from(word, 'utf16le').swap16()],
			['JSON', Buffer.from('Zo\\u00eb W\\u0105sik')],
			['in an address', Buffer.from('Zo%C3%AB%20W%C4%85sik')],
			['in an address', Buffer.from('Zo%C3%AB+W%C4%85sik')]
		];
		for (const [form, bytes] of encodings) {
			put('Default/file', Buffer.concat([Buffer.from([0, 255, 7]), bytes, Buffer.from([9])]));
			expect(forms([word])).toEqual([`${form}, raw`]);
		}
		put('Default/file', Buffer.from('Zoë Bianchi', 'latin1'));
		expect(forms(['Zoë Bianchi'])).toEqual(['Latin-1, raw']);
	});

	it('is found in base64 at each of the three places where it can begin', () => {
		for (const before of ['', 'x', 'xx', 'xxx']) {
			for (const encoding of ['base64', 'base64url'] as const) {
				put('file', Buffer.from(`${before}${NAME}>>>`).toString(encoding));
				expect(forms()).toEqual(['base64, raw']);
			}
			put('file', Buffer.from(`${before}${NAME}?`, 'utf16le').toString('base64'));
			expect(found()).toEqual([NAME]);
		}
	});

	it('is found in small letters, and in the name of a file', () => {
		put('shortcuts', 'wanda quercioli');
		expect(found()).toEqual([NAME]);
		put('shortcuts', '');
		put(`Downloads/${NAME}.csv`, 'x');
		expect(forms()).toEqual(["UTF-8, the file's name"]);
	});

	it('is not found when it is not there, nor when a letter is wrong', () => {
		put('file', 'Wanda Querciola, +39333000714');
		put('other', Buffer.alloc(200_000, 'Wand'));
		expect(searchFolder(folder, [NAME, PHONE])).toMatchObject({ findings: [], files: 2 });
	});

	it('is found whether the file is a link, which is not followed, or not', () => {
		symlinkSync('nowhere', join(folder, 'SingletonLock'));
		put('file', PHONE);
		expect(found()).toEqual([PHONE]);
	});
});

describe('LevelDB', () => {
	const record = Buffer.from(`key${NAME}value${PHONE}`);

	it('gives a word that is cut at the end of a block of its log', () => {
		// The name begins so shortly before the end that its letters lie on both sides.
		const before = LOG_BLOCK - 7 - 7 - 'key'.length - 5;
		const log = aLog(before, record);
		expect(log.includes(NAME)).toBe(false);
		put('IndexedDB/000003.log', log);
		expect(found()).toEqual([NAME, PHONE]);
	});

	it('gives a record that is longer than a block, and one that was never finished', () => {
		const long = Buffer.concat([Buffer.alloc(2 * LOG_BLOCK + 100, '-'), record]);
		put('IndexedDB/000003.log', aLog(10, long));
		expect(found()).toEqual([NAME, PHONE]);
		const cut = aLog(LOG_BLOCK - 7 - 7 - 'key'.length - 5, record);
		put('IndexedDB/000003.log', cut.subarray(0, cut.length - PHONE.length));
		expect(found()).toEqual([NAME]);
	});

	it('gives a word of a table that Snappy has written as copies of earlier letters', () => {
		const block = aBlock([{ key: 'k', value: Buffer.from('Wanda, Quercia, Wanda Quercioli') }]);
		const text = block.indexOf('Wanda Quercioli');
		const compressed = snappy(
			block.length,
			snappyLiteral(block.subarray(0, text)),
			snappyCopy(16, 5, 1),
			snappyLiteral(Buffer.from(' ')),
			snappyCopy(15, 6, 2),
			snappyLiteral(block.subarray(text + 12))
		);
		expect(compressed.includes(NAME)).toBe(false);
		put('IndexedDB/000005.ldb', aTable(compressed, 1));
		expect(searchFolder(folder, [NAME]).unread).toEqual([]);
		expect(forms()).toEqual(['UTF-8, LevelDB table']);
	});

	it('gives a key of which a table has only the letters that differ', () => {
		const block = aBlock([
			{ key: 'name:Wanda Rossi', value: Buffer.from('1') },
			{ key: 'Quercioli', shared: 'name:Wanda '.length, value: Buffer.from('2') }
		]);
		put('IndexedDB/000005.ldb', aTable(block, 0));
		expect(found()).toEqual([NAME]);
	});

	it('says that a table is damaged, and still reads what lies there raw', () => {
		put('IndexedDB/000005.ldb', aTable(Buffer.from(`\x7f${NAME}`), 1));
		put('IndexedDB/000006.ldb', aTable(Buffer.from('?'), 9));
		const result = searchFolder(folder, [NAME]);
		expect(result.findings).toHaveLength(1);
		expect(result.unread.map(({ file }) => file)).toEqual([
			'IndexedDB/000005.ldb',
			'IndexedDB/000006.ldb'
		]);
	});
});

describe('what is compressed', () => {
	it('is opened as a value of IndexedDB that V8 has wrapped', () => {
		const text = Buffer.concat([Buffer.from('c'), Buffer.from(NAME, 'utf16le')]);
		const value = snappy(text.length + 8, snappyLiteral(text), snappyCopy(2, 8, 4));
		const wrapped = Buffer.concat([Buffer.from([7, 0xff, 0x11, 0x02]), value, Buffer.from('rest')]);
		put('IndexedDB/blob/1/00/1', wrapped);
		expect(found()).toEqual([NAME]);
		const split = snappy(NAME.length, snappyLiteral(Buffer.from(NAME.slice(0, 7))));
		const inTwo = Buffer.concat([split, snappyLiteral(Buffer.from(NAME.slice(7)))]);
		put('IndexedDB/blob/1/00/1', Buffer.alloc(0));
		put('IndexedDB/000003.log', aLog(3, Buffer.concat([Buffer.from([0xff, 0x11, 2]), inTwo])));
		expect(forms()).toEqual(expect.arrayContaining(['UTF-8, LevelDB log, decompressed']));
	});

	it('is opened as gzip and zlib, wherever the stream begins, and where it was cut off', () => {
		const text = Buffer.from(`${NAME}, ${PHONE}, ${'x'.repeat(500)}`);
		for (const stream of [gzipSync(text), deflateSync(text), deflateSync(text, { level: 1 })]) {
			put('file', Buffer.concat([Buffer.from('head'), stream, Buffer.from('tail')]));
			expect(found()).toEqual([NAME, PHONE]);
			put('file', stream.subarray(0, stream.length - 6));
			expect(found()).toEqual([NAME, PHONE]);
		}
		const named = gzipSync(text);
		named[3] = 8;
		put('file', Buffer.concat([named.subarray(0, 10), Buffer.from('a.txt\0'), named.subarray(10)]));
		expect(found()).toEqual([NAME, PHONE]);
		put('file', gzipSync(gzipSync(text)));
		expect(found()).toEqual([NAME, PHONE]);
	});

	it('is opened as brotli in the bodies of both kinds of cache', () => {
		const text = Array.from({ length: 50 }, (_, n) => `${NAME.slice(0, n % 9)}${n * 7919}`).join();
		const body = brotliCompressSync(Buffer.from(`${text}${NAME}${text}`));
		expect(body.includes(NAME)).toBe(false);
		const headers = `content-encoding: br\0x-phone: ${PHONE}`;
		put('Cache/Cache_Data/0123_0', aCacheEntry('1/0/https://localhost/api', body, headers));
		expect(forms()).toEqual(['UTF-8, cache entry, brotli']);
		expect(found()).toEqual([NAME, PHONE]);
		put('Cache/Cache_Data/0123_0', '');
		put('Cache/Cache_Data/f_00000a', body);
		expect(found()).toEqual([NAME]);
	});
});

describe('SQLite', () => {
	it('gives a word that lies on two pages', () => {
		const sqlite = new Database(':memory:');
		sqlite.exec('create table urls (title)');
		const insert = sqlite.prepare('insert into urls values (?)');
		const pages = 3 * 4096;
		// Wherever a page ends, one of them is cut.
		for (let at = 0; at < 4096; at += 8) insert.run(`${'-'.repeat(pages + at)}${NAME}`);
		const file = sqlite.serialize();
		sqlite.close();
		put('Default/History', file);
		expect(forms()).toContain('UTF-8, SQLite row');
		put('Default/History', file.subarray(0, 100));
		expect(searchFolder(folder, [NAME]).unread).toHaveLength(1);
	});
});
