/** Snapshots as files, compressed once when they are published: `<hash>.json.br` and `<hash>.json.gz`. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib';

// The asynchronous forms work in threads of their own: brotli at 11 takes seconds.
const toBrotli = promisify(brotliCompress);
const fromBrotli = promisify(brotliDecompress);
const toGzip = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

const extensions = { br: '.json.br', gzip: '.json.gz' } as const;

/** Beside its place, onto the disk, then moved there: a file with this name is always whole. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
	const partial = `${file}.${randomUUID()}.part`;
	const handle = await open(partial, 'w');
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(partial, file);
}

const FORGOTTEN_MS = 24 * 60 * 60 * 1000;

async function isForgotten(file: string): Promise<boolean> {
	try {
		return Date.now() - (await stat(file)).mtimeMs > FORGOTTEN_MS;
	} catch (error) {
		// Another publisher moved or removed it meanwhile.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
		throw error;
	}
}

export function createSnapshotFiles(folder: string) {
	const fileOf = (hash: string, encoding: 'br' | 'gzip') =>
		join(folder, hash + extensions[encoding]);

	return {
		has(hash: string): boolean {
			return existsSync(fileOf(hash, 'br')) && existsSync(fileOf(hash, 'gzip'));
		},
		/** @returns the size in brotli */
		async write(hash: string, bytes: Uint8Array): Promise<number> {
			await mkdir(folder, { recursive: true });
			const [br, gz] = await Promise.all([
				toBrotli(bytes, {
					params: {
						[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
						[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
						[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
					}
				}),
				toGzip(bytes, { level: 9 })
			]);
			await writeWhole(fileOf(hash, 'gzip'), gz);
			await writeWhole(fileOf(hash, 'br'), br);
			return br.length;
		},
		/** @returns null when there is no such snapshot, or no more */
		async read(hash: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer> | null> {
			try {
				const bytes = await readFile(fileOf(hash, encoding === 'gzip' ? 'gzip' : 'br'));
				return encoding === 'identity' ? await fromBrotli(bytes) : bytes;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
				throw error;
			}
		},
		/**
		 * Removes old snapshots. What is in neither list may be another publisher's, still being written: it is left alone,
		 * unless it has lain there so long that it must be the rest of an interrupted one.
		 */
		async clean({ kept, old }: { kept: readonly string[]; old: readonly string[] }): Promise<void> {
			for (const name of await readdir(folder)) {
				const [hash = ''] = name.split('.');
				if (kept.includes(hash)) continue;
				const file = join(folder, name);
				if (old.includes(hash) || (await isForgotten(file))) await rm(file, { force: true });
			}
		}
	};
}
export type SnapshotFiles = ReturnType<typeof createSnapshotFiles>;
