import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { enrolmentCodeSchema } from '../../domain/devices/device-api.ts';
import { codeProblem, formatCode } from './enrolment-code.ts';

describe('the field of an enrolment code', () => {
	it.each(['7k4m29qx', '7K4M-29QX', ' 7k4m 29qx\n', '7K4M–29QX and more'])(
		'shows "%s" in capitals and two groups',
		(typed) => {
			expect(formatCode(typed, typed.length).text).toBe('7K4M-29QX');
		}
	);

	it('puts the dash before the fifth letter, not after the fourth, so that it can be deleted', () => {
		expect(formatCode('7k4m', 4)).toEqual({ text: '7K4M', caret: 4 });
		expect(formatCode('7K4M2', 5)).toEqual({ text: '7K4M-2', caret: 6 });
	});

	it('leaves the caret behind the letter it stood behind', () => {
		expect(formatCode('7KK4M-29Q', 3)).toEqual({ text: '7KK4-M29Q', caret: 3 });
		expect(formatCode('7K4M-229QX', 6)).toEqual({ text: '7K4M-229Q', caret: 6 });
	});

	it('tells a code that is too short from one with letters that look alike', () => {
		expect(codeProblem('7K4M-29Q')).toBe('length');
		expect(codeProblem('7K4M-29QO')).toBe('look-alike');
		expect(codeProblem('')).toBe('length');
	});

	it('lets pass what the server takes', () => {
		const { text } = formatCode('7k4m29qx', 8);
		expect(codeProblem(text)).toBeNull();
		expect(v.is(enrolmentCodeSchema, text)).toBe(true);
	});
});
