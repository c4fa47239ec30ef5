/**
 * A disk of a few megabytes for a server's data: a file system in memory, mounted in a namespace of its own, so that it
 * takes no rights. It lives as long as the process that holds the namespace, and servers may come and go on it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	closeSync,
	cpSync,
	fstatSync,
	ftruncateSync,
	mkdtempSync,
	openSync,
	rmSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BALLAST = 'ballast';
const MOUNT = 'mount -t tmpfs -o "size=$2,mode=700" none "$1"';
/** Down to single bytes: what is left of a page can still be written into. */
const CHUNKS = [64 * 1024, 4 * 1024, 64, 1];

export interface SmallDisk {
	/** As the servers on it call it; nobody else sees what is in it. */
	folder: string;
	/** The same folder as this process sees it. SQLite would follow its links out again: read databases from a copy. */
	seenFrom: string;
	/** What makes a command run where the disk is mounted. */
	enter: readonly string[];
	/** Until nothing more is taken. @param leave bytes that are given back then */
	fill(leave?: number): void;
	/** There is room again. */
	empty(): void;
	/** A copy of what is on it. @returns its folder, deleted with the disk */
	copy(): string;
	dispose(): Promise<void>;
}

/** @returns why there can be none on this machine */
export function obstacleToSmallDisk(): string | null {
	if (process.platform !== 'linux') return `nothing is mounted on ${process.platform}`;
	const folder = mkdtempSync(join(tmpdir(), 'sportello-try-'));
	const args = ['-rm', 'sh', '-c', MOUNT, 'sh', folder, '64k'];
	const { error, status, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	if (error) return `there is no unshare (${error.message})`;
	if (status !== 0) return `no file system may be mounted (${stderr.trim()})`;
	const entering = spawnSync('nsenter', ['--version']);
	return entering.error ? 'there is no nsenter' : null;
}

export async function mountSmallDisk(bytes: number): Promise<SmallDisk> {
	const folder = mkdtempSync(join(tmpdir(), 'sportello-disk-'));
	const copies: string[] = [];
	// `cat` ends with this process, whatever becomes of it.
	const args = ['-rm', 'sh', '-c', `${MOUNT} && echo mounted && exec cat`, 'sh', folder];
	const holder = spawn('unshare', [...args, String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] });
	const ended = once(holder, 'exit');
	const isMounted = await Promise.race([once(holder.stdout, 'data'), ended.then(() => null)]);
	if (!isMounted) throw new Error('The disk could not be mounted');
	const seenFrom = join(`/proc/${holder.pid}/root`, folder);
	const ballast = join(seenFrom, BALLAST);
	return {
		folder,
		seenFrom,
		// Entering leaves one at the root.
		enter: [
			...['nsenter', '-t', String(holder.pid), '-U', '-m', '--preserve-credentials'],
			...['sh', '-c', 'cd "$0" && exec "$@"', process.cwd()]
		],
		fill(leave = 0) {
			const handle = openSync(ballast, 'a');
			for (const chunk of CHUNKS) {
				try {
					for (;;) writeSync(handle, Buffer.alloc(chunk));
				} catch (error) {
					if ((error as { code?: string }).code !== 'ENOSPC') throw error;
				}
			}
			ftruncateSync(handle, fstatSync(handle).size - leave);
			closeSync(handle);
		},
		empty: () => rmSync(ballast),
		copy() {
			const copied = mkdtempSync(join(tmpdir(), 'sportello-copied-'));
			copies.push(copied);
			cpSync(seenFrom, copied, { recursive: true, filter: (path) => path !== ballast });
			return copied;
		},
		async dispose() {
			holder.kill('SIGKILL');
			await ended;
			for (const each of [folder, ...copies]) rmSync(each, { recursive: true, force: true });
		}
	};
}
