import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('the canonical text of a rule', () => {
	it('is the same whatever the order in which its members were written', () => {
		const one = { b: [{ y: 1, x: null }], a: { d: 'è', c: true } };
		const other = { a: { c: true, d: 'è' }, b: [{ x: null, y: 1 }] };
		expect(canonicalJson(one)).toBe('{"a":{"c":true,"d":"è"},"b":[{"x":null,"y":1}]}');
		expect(canonicalJson(other)).toBe(canonicalJson(one));
	});

	it('keeps lists in their order, and leaves out what is undefined', () => {
		expect(canonicalJson({ a: [2, 1], b: undefined })).toBe('{"a":[2,1]}');
	});
});
