import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceItem } from './import.ts';
import { readServiceFile } from './service-file.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function collect(items: AsyncIterable<SourceItem>): Promise<SourceItem[]> {
	const collected: SourceItem[] = [];
	for await (const item of items) collected.push(item);
	return collected;
}

async function read(content: string | Uint8Array, name = 'services.json'): Promise<SourceItem[]> {
	const file = join(folder, name);
	await writeFile(file, content);
	return collect(readServiceFile(file));
}

describe('a file of services', () => {
	it('may begin with a byte order mark', async () => {
		expect(await read('\ufeff[{"name":"Città"}]')).toEqual([{ row: 1, value: { name: 'Città' } }]);
	});

	it('keeps letters whole that are cut by the end of a part', async () => {
		const name = 'è€𝄞'.repeat(100_000);
		for (const shift of ['', 'x', 'xx', 'xxx']) {
			expect(await read(JSON.stringify([{ name: shift + name }]))).toEqual([
				{ row: 1, value: { name: shift + name } }
			]);
		}
	});

	it('names the byte that is not UTF-8, wherever parts are cut', async () => {
		for (const before of [10, 256 * 1024 - 1, 256 * 1024, 600_000]) {
			const bytes = Buffer.concat([
				Buffer.from('['),
				Buffer.alloc(before - 1, ' '),
				Buffer.from([0xe8, 0x20])
			]);
			const [item] = await read(bytes);
			expect(item).toEqual({
				problem: `is not UTF-8: byte ${before + 1} belongs to no character. Save it as UTF-8`
			});
		}
	});

	it('says of UTF-16 what it is', async () => {
		expect(await read(Buffer.from('\ufeff[{}]', 'utf16le'))).toEqual([
			{ problem: 'is UTF-16: save it as UTF-8' }
		]);
	});

	it('says of a missing file and of a folder what they are', async () => {
		expect(await collect(readServiceFile(join(folder, 'none.json')))).toEqual([
			{ problem: 'there is no such file' }
		]);
		expect(await collect(readServiceFile(folder))).toEqual([
			{ problem: 'is a folder: name a file' }
		]);
	});

	it('names the row, and in lines the line, that is not JSON, and goes on', async () => {
		expect(await read('[{"a":1},{"a":tru},{"a":3}]')).toMatchObject([
			{ row: 1, value: { a: 1 } },
			{ row: 2, problem: expect.stringContaining('is not JSON: ') as string },
			{ row: 3, value: { a: 3 } }
		]);
		expect(await read('\n{"a":\n{"a":2}\n', 'services.NDJSON')).toMatchObject([
			{ row: 1, line: 2, problem: expect.stringContaining('is not JSON: ') as string },
			{ row: 2, line: 3, value: { a: 2 } }
		]);
	});
});
