import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anHsdsService, aTerm } from '../../tests/builders/hsds.ts';

const SERVICES = 50_000;
const WRONG_ROW = 31_207;
const measureImport = fileURLToPath(
	new URL('../../tests/builders/measure-import.ts', import.meta.url)
);

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sportello-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** About 3.6 kB a service. */
function* largePage() {
	const area = aTerm('sportello-area', 'elders');
	const description = 'Un servizio per le persone del quartiere, con accompagnamento. '.repeat(50);
	yield '{"total_items":50000,"contents":[\n';
	for (let row = 1; row <= SERVICES; row += 1) {
		const service = anHsdsService({
			name: `Servizio ${row}`,
			description,
			phones: [{ id: randomUUID(), number: '0372 000000' }],
			attributes: [area]
		});
		const text = JSON.stringify(row === WRONG_ROW ? { ...service, status: 'aperto' } : service);
		yield row === SERVICES ? `${text}\n]}` : `${text},\n`;
	}
}

describe('a very large import', () => {
	it('names the one wrong row in 50,000, writes nothing, and does not hold the file in memory', async () => {
		const file = join(folder, 'large.json');
		await pipeline(Readable.from(largePage(), { highWaterMark: 200 }), createWriteStream(file));
		const { stdout } = await promisify(execFile)(process.execPath, [
			'--import',
			'tsx',
			measureImport,
			file,
			join(folder, 'data')
		]);
		const fileMb = Math.round((await stat(file)).size / 1024 / 1024);
		const { result, rows, durationMs, growthMb } = JSON.parse(stdout) as {
			result: unknown;
			rows: number;
			durationMs: number;
			growthMb: number;
		};
		console.info(
			`50,000 services, ${fileMb} MB, read in ${durationMs} ms; memory grew by ${growthMb} MB`
		);
		expect(result).toEqual({
			ok: false,
			error: {
				kind: 'wrong-rows',
				read: SERVICES,
				messages: {
					count: 1,
					first: [
						{
							row: WRONG_ROW,
							path: 'status',
							reason: '"aperto" is not one of active, inactive, defunct, temporarily closed'
						}
					]
				}
			}
		});
		expect(rows).toBe(0);
		expect(fileMb).toBeGreaterThan(160);
		// 32 MB of it are the page cache of the temporary database; the rest is garbage waiting to be collected.
		expect(growthMb).toBeLessThan(140);
	}, 240_000);
});
