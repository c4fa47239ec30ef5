/** What a page holds in its memory, as the browser's own tools see it. */
import type { Page } from '@playwright/test';
import { createMatcher } from '../../thief/matcher.ts';

/**
 * Which of the words stand in a string of the page's heap after a collection of garbage. Strings beyond 1024 letters are
 * cut there by V8, and what lies outside of the heap of JavaScript (images, buffers, the DOM's own copies) is not seen.
 */
export async function wordsInMemory(page: Page, words: readonly string[]): Promise<string[]> {
	const client = await page.context().newCDPSession(page);
	const chunks: string[] = [];
	client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));

	await client.send('HeapProfiler.enable');

	await client.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });

	await client.detach();

	const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
	const found = new Set(
		createMatcher(words)(Buffer.from(strings.join('\n'))).map(({ word }) => word)
	);

	return words.filter((word) => found.has(word));
}
