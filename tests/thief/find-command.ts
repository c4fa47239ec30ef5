/** The command line of the thief: `node --import tsx tests/thief/find.ts`. */
import { readFileSync, statSync } from 'node:fs';
import { foundWords, searchFolder } from './search-folder.ts';
import { SHORTEST } from './word-forms.ts';

const USAGE = `Usage:
  node --import tsx tests/thief/find.ts <profile folder> <words file>

  Looks for words in every file of a browser's profile folder, raw and decompressed. The words file has one word, number
  or phrase a line, of ${SHORTEST} letters or more. Close the browser first, or copy the folder.
  The exit code is 0 when none was found, 1 when any was, 2 when nothing, or not everything, could be searched.
`;

interface Say {
	say(line: string): void;
	warn(line: string): void;
}

function wordsOf(file: string): string[] {
	const lines = readFileSync(file, 'utf8').split(/\r?\n/);
	return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @returns the exit code, as the usage says */
export function findCommand(args: readonly string[], { say, warn }: Say): number {
	const [folder, wordsFile, ...rest] = args;
	if (folder === undefined || wordsFile === undefined || rest.length > 0) {
		warn(USAGE);
		return 2;
	}
	if (!isFolder(folder)) {
		warn(`${folder} is no folder.`);
		return 2;
	}
	if (!isFile(wordsFile)) {
		warn(`${wordsFile} is no file.`);
		return 2;
	}
	const words = wordsOf(wordsFile);
	const short = words.filter((word) => word.length < SHORTEST);
	if (words.length === 0 || short.length > 0) {
		warn(
			words.length === 0
				? `${wordsFile} has no words in it.`
				: `Too short, ${SHORTEST} letters are needed: ${short.join(', ')}`
		);
		return 2;
	}
	const result = searchFolder(folder, words);
	for (const { word, file, form } of result.findings) say(`${word}  ${file}  (${form})`);
	for (const { file, why } of result.unread) warn(`Not read: ${file}: ${why}`);
	const found = foundWords(result, words).length;
	say(`${found} of ${words.length} words found in ${result.files} files, ${result.bytes} bytes.`);
	if (found > 0) return 1;
	return result.unread.length > 0 || result.files === 0 ? 2 : 0;
}
