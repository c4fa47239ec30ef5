import { describe, expect, it } from 'vitest';
import { refusalOf } from './guard-writes.ts';

const OURS = 'https://sportello.example.org';

async function answerTo(headers: Record<string, string>, method = 'POST', path = '/api/session') {
	const refusal = refusalOf({
		method,
		path,
		headers: new Headers(headers),
		origin: OURS,
		maxBodyBytes: 1000
	});
	if (!refusal) return 'let in';
	const { error } = (await refusal.json()) as { error: { kind: string } };
	return `${refusal.status} ${error.kind}`;
}

const json = { 'content-type': 'application/json', 'content-length': '10' };

describe('a write', () => {
	it('from our own page is let in', async () => {
		const headers = { origin: OURS, 'sec-fetch-site': 'same-origin', ...json };
		expect(await answerTo(headers)).toBe('let in');
		expect(await answerTo({ origin: OURS }, 'DELETE')).toBe('let in');
	});

	it.each([
		['another site', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }],
		['a sibling host', { origin: OURS, 'sec-fetch-site': 'same-site' }],
		['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
		['nowhere', {}],
		['our host without encryption', { origin: OURS.replace('https', 'http') }]
	])('from %s is refused', async (_from, headers) => {
		expect(await answerTo({ ...json, ...headers })).toBe('403 foreign-origin');
	});

	it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
		'of %s is refused: forms of other sites can send it',
		async (type) => {
			expect(await answerTo({ origin: OURS, ...json, 'content-type': type })).toBe('415 json-only');
		}
	);

	it('without a type is refused', async () => {
		expect(await answerTo({ origin: OURS, 'content-length': '10' })).toBe('415 json-only');
		expect(await answerTo({ origin: OURS, 'transfer-encoding': 'chunked' })).toBe('415 json-only');
	});

	it('that is too large is told so, for the tablet to halve it', async () => {
		expect(await answerTo({ origin: OURS, ...json, 'content-length': '1001' })).toBe(
			'413 too-large'
		);
	});

	it.each(['GET', 'HEAD'])('is not what %s is', async (method) => {
		expect(await answerTo({ origin: 'https://elsewhere.example' }, method)).toBe('let in');
	});
});
