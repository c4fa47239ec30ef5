/**
 * A server that was killed has what it had written, flushed or not: the system goes on. When the power is cut it does not.
 * So the flushes are counted, between a push and its answer.
 *
 * Seen to fail with `synchronous = NORMAL`: none of the twenty pushes was flushed.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aPersonIntent } from '../builders/pushes.ts';
import { signInToPush } from '../e2e/support/pusher.ts';
import { startServer } from '../e2e/support/server.ts';

const PUSHES = 20;

const folder = mkdtempSync(join(tmpdir(), 'sportello-flushed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const library = join(folder, 'flush-log.so');
const log = join(folder, 'flushed');

/** @returns why it cannot be done on this machine */
function compile(): string | null {
	if (process.platform !== 'linux') return `nothing is preloaded on ${process.platform}`;
	const compiler = process.env.CC ?? 'cc';
	const args = ['-shared', '-fPIC', '-o', library, 'tests/built/flush-log.c', '-ldl'];
	const { error, status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
	if (error) return `there is no C compiler (${compiler})`;
	if (status !== 0) throw new Error(stderr);
	return null;
}

/** How often the log that a commit of the database goes to was flushed. */
function countFlushes(): number {
	if (!existsSync(log)) return 0;
	const paths = readFileSync(log, 'utf8').split('\n');
	return paths.filter((path) => path.endsWith('/sportello.sqlite-wal')).length;
}

const obstacle = compile();

/** Where it is skipped its name says why: `npm test` repeats the names of what it has skipped. */
const where = obstacle ? ` (not counted on this machine: ${obstacle})` : '';

it.skipIf(obstacle !== null)(
	`has flushed every push to the disk before it acknowledges it${where}`,
	async () => {
		const server = await startServer({ LD_PRELOAD: library, FLUSH_LOG: log });
		try {
			const { push } = await signInToPush(server, 'marta');
			const flushes: number[] = [];
			for (let seq = 1; seq <= PUSHES; seq += 1) {
				const [name, args] = aPersonIntent({ id: randomUUID(), name: 'Anna Esempio' });
				const before = countFlushes();
				const outcomes = await push([{ id: randomUUID(), seq, name, args }]);
				flushes.push(countFlushes() - before);
				expect(outcomes).toMatchObject([{ outcome: 'accepted' }]);
			}
			expect(flushes.filter((count) => count === 0)).toEqual([]);
		} finally {
			await server.dispose();
		}
	}
);
