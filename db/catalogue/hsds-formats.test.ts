import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, readField } from './hsds-formats.ts';

const ajv = new Ajv();
addFormats.default(ajv);

describe('values of HSDS members', { timeout: 30_000 }, () => {
	it.each([
		['www.example.org', 'http://www.example.org'],
		['example.org/a?b=1', 'http://example.org/a?b=1'],
		['https://example.org/attività', 'https://example.org/attivit%C3%A0'],
		['https://example.org/a b[0]', 'https://example.org/a%20b%5B0%5D'],
		['https://example.org/100%', 'https://example.org/100%25'],
		['https://a.example.org | https://b.example.org', 'https://a.example.org'],
		[' https://example.org ', 'https://example.org']
	])('puts the web address %j right and says so', (text, address) => {
		expect(readField({ type: 'uri' }, text)).toMatchObject({
			ok: true,
			value: address,
			note: expect.any(String)
		});
	});

	it.each(['da definire', 'nessuno', 'http://', 'https:///a', '', 'www', 'http://a b.example.org'])(
		'does not take %j for a web address',
		(text) => {
			expect(readField({ type: 'uri' }, text)).toMatchObject({ ok: false });
		}
	);

	it.each(['uri', 'email', 'uuid', 'date', 'date-time'] as const)(
		'lets nothing through as %s that the official schema would refuse',
		(type) => {
			const official = ajv.compile({ type: 'string', format: type });
			const close = fc.oneof(
				fc.string({ unit: fc.constantFrom(...'ab1è@.:/-_%?#[]|T0Z+ \n') }),
				fc.webUrl({ withFragments: true, withQueryParameters: true }),
				fc.emailAddress(),
				fc.uuid(),
				fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
				fc
					.tuple(fc.integer({ min: 1, max: 9999 }), fc.nat(15), fc.nat(33))
					.map(([year, month, day]) =>
						[
							String(year).padStart(4, '0'),
							String(month).padStart(2, '0'),
							String(day).padStart(2, '0')
						].join('-')
					)
			);
			fc.assert(
				fc.property(close, (text) => {
					const result = readField({ type }, text);
					expect(!result.ok || official(result.value)).toBe(true);
				}),
				{ numRuns: 3000 }
			);
		}
	);

	it('knows the days of the calendar', () => {
		expect(isDate('2024-02-29')).toBe(true);
		expect(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01'].some(isDate)).toBe(
			false
		);
	});

	it('keeps amounts in whole cents', () => {
		expect(readField({ type: 'euros' }, 16.1)).toEqual({ ok: true, value: 16.1 });
		expect(readField({ type: 'euros' }, 0.07)).toEqual({ ok: true, value: 0.07 });
		expect(readField({ type: 'euros' }, 1.005)).toMatchObject({ ok: false });
		expect(readField({ type: 'euros' }, -1)).toMatchObject({ ok: false });
		expect(readField({ type: 'euros' }, '16')).toMatchObject({ ok: false });
	});
});
