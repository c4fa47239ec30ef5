import { describe, expect, it } from 'vitest';
import { laidOut, readable } from './readable-fields.ts';

describe('what was sent, made readable', () => {
	it('names each field by where it stands, and leaves out what is empty', () => {
		const args = { details: { words: 'ciao', tags: ['a', 'b'], none: '' } };
		const sent = { v: 0, seq: 1, name: 'request.note', args, at: 1_700_000_000_000 };
		expect(readable(JSON.stringify(sent))).toEqual({
			name: 'request.note',
			at: 1_700_000_000_000,
			fields: [
				{ path: 'details › words', value: 'ciao' },
				{ path: 'details › tags', value: 'a, b' }
			]
		});
	});

	it('goes into lists of records, and shows all of what is no envelope', () => {
		const sent = JSON.stringify({ services: [{ name: 'Spesa' }] });
		expect(readable(sent)).toEqual({
			name: null,
			at: null,
			fields: [{ path: 'services › 0 › name', value: 'Spesa' }]
		});
	});

	it('shows something of what is nested without end, and all of its text', () => {
		const deep = '['.repeat(20_000) + '1' + ']'.repeat(20_000);
		expect(readable(deep).fields).toHaveLength(1);
		expect(laidOut(deep)).toBe(deep);
	});

	it('shows nothing of what is no record', () => {
		for (const text of ['', 'half a rec', 'null', '3']) expect(readable(text).fields).toEqual([]);
	});
});
