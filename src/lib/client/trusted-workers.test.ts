import { describe, expect, it } from 'vitest';
import { isOwnWorker } from './trusted-workers.ts';

const OURS = 'https://sportello.example.org';

describe('a script that may become a worker', () => {
	it.each(['/service-worker.js', '/_app/immutable/workers/search.worker-B2Y_aZuW.js'])(
		'is %s',
		(path) => {
			expect(isOwnWorker(path, OURS)).toBe(true);
			expect(isOwnWorker(OURS + path, OURS)).toBe(true);
		}
	);

	it.each([
		'https://elsewhere.example/service-worker.js',
		'//elsewhere.example/_app/immutable/workers/x.js',
		'/api/catalogue',
		'/_app/immutable/workers/../../../api/x.js',
		'/_app/immutable/chunks/x.js',
		'blob:https://sportello.example.org/1',
		'data:text/javascript,1'
	])('is not %s', (url) => {
		expect(isOwnWorker(url, OURS)).toBe(false);
	});
});
