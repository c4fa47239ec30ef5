/**
 * Makes each message one function. As the compiler writes it, it is three of them and takes a language that nobody gives
 * it: with a thousand messages that is a third of what they weigh. What does not look as expected stays as it is.
 */
import type { Plugin } from 'vite';

const COMMENT = /\/\*\*[\s\S]*?\*\/ ?/g;

/** The one expression of a function that does nothing but return it. */
function textOf(code: string, name: string): string | undefined {
	const body = new RegExp(
		`^const ${name} = \\((?:i)?\\) => \\{\\s*return (\\(.*\\))\\s*\\};$`,
		'm'
	);
	return body.exec(code)?.[1];
}

/** @returns the module of a message, shorter; undefined when it is not a plain one in two languages */
export function shortMessage(written: string, key: string): string | undefined {
	const code = written.replace(COMMENT, '');
	const [it, en] = [textOf(code, `it_${key}`), textOf(code, `en_${key}`)];
	if (!it || !en || /^const (?!it_|en_)\w+_/m.test(code)) return undefined;
	return [
		`import { getLocale } from '../runtime.js';`,
		`export const ${key} = (i) => (getLocale() === 'en' ? ${en} : ${it});`
	].join('\n');
}

export function shortMessages(): Plugin {
	return {
		name: 'sportello:short-messages',
		apply: 'build',
		transform(code, id) {
			const key = /\/src\/lib\/paraglide\/messages\/(?!_index)(\w+)\.js$/.exec(id)?.[1];
			const short = key && shortMessage(code, key);
			return short ? { code: short, map: null } : undefined;
		}
	};
}
