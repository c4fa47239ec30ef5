import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aroundReceiptCodes, createReceiptCode, parseReceiptCode } from './receipt-code.ts';

const bytes = fc.uint8Array({ minLength: 11, maxLength: 11 });
const codes = bytes.map((values) => createReceiptCode(() => values));
const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];

describe('receipt code', () => {
	it('is three groups of four that read back to themselves', () => {
		fc.assert(
			fc.property(codes, (code) => {
				expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
				expect(parseReceiptCode(code)).toBe(code);
			})
		);
	});

	it('forgives how a person writes it down', () => {
		const code = createReceiptCode((values) => values.fill(1));
		const byHand = code.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l');
		expect(parseReceiptCode(byHand)).toBe(code);
	});

	it('finds every single wrong symbol', () => {
		fc.assert(
			fc.property(codes, fc.nat(11), fc.nat(30), (code, position, shift) => {
				const symbols = [...code.replaceAll('-', '')];
				const index = alphabet.indexOf(symbols[position]!);
				symbols[position] = alphabet[(index + 1 + shift) % 32]!;
				expect(parseReceiptCode(symbols.join(''))).toBeNull();
			})
		);
	});

	it('finds two neighbours that changed places', () => {
		fc.assert(
			fc.property(codes, fc.nat(10), (code, position) => {
				const symbols = [...code.replaceAll('-', '')];
				fc.pre(symbols[position] !== symbols[position + 1]);
				[symbols[position], symbols[position + 1]] = [symbols[position + 1]!, symbols[position]!];
				expect(parseReceiptCode(symbols.join(''))).toBeNull();
			})
		);
	});

	it('is found where it stands in a sentence, and nothing else is', () => {
		fc.assert(
			fc.property(codes, (code) => {
				const text = `Salvata. Codice ${code}, fino al 2026-11-27`;
				expect(aroundReceiptCodes(text)).toEqual([
					'Salvata. Codice ',
					code,
					', fino al 2026-11-27'
				]);
			})
		);
		expect(aroundReceiptCodes('Nota salvata')).toEqual(['Nota salvata']);
	});
});
