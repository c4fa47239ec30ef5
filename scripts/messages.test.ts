import { describe, expect, it } from 'vitest';
import { shortMessage } from './messages.vite.ts';

/** As the compiler of messages writes one. */
function written(it: string, en: string): string {
	return `import { getLocale, experimentalStaticLocale } from '../runtime.js';

/** @typedef {{ code: NonNullable<unknown> }} Saved_ToastInputs */

const it_saved_toast = /** @type {(inputs: Saved_ToastInputs) => LocalizedString} */ (i) => {${it}
};

const en_saved_toast = /** @type {(inputs: Saved_ToastInputs) => LocalizedString} */ (i) => {${en}
};

/**
* @returns {LocalizedString}
*/
export const saved_toast = /** @type {((inputs: Saved_ToastInputs) => LocalizedString)} */ ((inputs, options = {}) => {
	const locale = experimentalStaticLocale ?? options.locale ?? getLocale()
	if (locale === "en") return en_saved_toast(inputs)
	return it_saved_toast(inputs)
});`;
}

function said(code: string, locale: string): string {
	const body = code.replace(/^import .*$/m, '').replace('export const saved_toast =', 'return');
	return new Function('getLocale', body)(() => locale)({ code: 'K7' });
}

describe('a message made one function', () => {
	const plain = written(
		'\n\treturn /** @type {LocalizedString} */ (`Salvata (codice ${i?.code})`)',
		'\n\treturn /** @type {LocalizedString} */ (`Saved (code ${i?.code})`)'
	);

	it('says the same in both languages', () => {
		const short = shortMessage(plain, 'saved_toast') ?? '';
		expect(said(short, 'it')).toBe('Salvata (codice K7)');
		expect(said(short, 'en')).toBe('Saved (code K7)');
		expect(short).not.toContain('options');
	});

	it('stays as it is when it chooses between forms', () => {
		const choosing = written(
			'\n\tif (i?.code === 1) return (`una`);\n\treturn (`molte`)',
			'\n\treturn (`many`)'
		);
		expect(shortMessage(choosing, 'saved_toast')).toBeUndefined();
	});

	it('stays as it is when it is in a third language', () => {
		const third = plain.replace(
			'/**\n* @returns',
			'const de_saved_toast = (i) => {};\n\n/**\n* @returns'
		);
		expect(shortMessage(third, 'saved_toast')).toBeUndefined();
	});
});
