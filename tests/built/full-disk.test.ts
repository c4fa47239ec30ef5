/**
 * The server's disk is full: what cannot be written is not acknowledged, reading goes on, and with room again the same
 * pushes are taken, once. Its log and its backups are on that disk too.
 *
 * Seen to fail without the defence, one taken out at a time:
 * - a listener for a log that cannot be written: the server ends at the next line of its log;
 * - a full disk told from other failures, in `syncTrouble`: 500 instead of 507;
 * - a push that is answered as accepted when its commit fails: it is not in the ledger;
 * - a session that is prolonged only when there is room: whoever signed in a week ago can no longer read, 500;
 * - a write log that need not be emptied at the end: the server stops with an error.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPersonIntent } from '../builders/pushes.ts';
import { signInToPush, type Pusher, type WrittenIntent } from '../e2e/support/pusher.ts';
import { startServer, type RunningServer } from '../e2e/support/server.ts';
import { mountSmallDisk, obstacleToSmallDisk, type SmallDisk } from '../e2e/support/small-disk.ts';
import { readTaken, readWhole } from './taken.ts';

const DISK_BYTES = 24 * 1024 * 1024;
/** Some pushes are taken with it, and one comes to the end of it. */
const LEFT_BYTES = 512 * 1024;
const IN_ONE_PUSH = 20;
const MOST_PUSHES = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

const obstacle = obstacleToSmallDisk();
if (obstacle) console.warn(`No disk is filled: ${obstacle}.`);

describe.skipIf(obstacle !== null)('a server whose disk is full', { timeout: 120_000 }, () => {
	let disk: SmallDisk;
	let server: RunningServer;
	let marta: Pusher;
	/** Whose session is half over, so that it would be prolonged at the next request. */
	let returning: Pusher;
	const acknowledged: WrittenIntent[] = [];
	const refused: WrittenIntent[][] = [];

	beforeAll(async () => {
		disk = await mountSmallDisk(DISK_BYTES);
		const ontoDisk = ['sh', '-c', 'exec "$0" "$@" >>"$DATA_DIR/server.log" 2>&1'];
		server = await startServer({}, { keptIn: disk.folder, within: [...disk.enter, ...ontoDisk] });
		returning = await signInToPush(server, 'marta');
		makeSessionsOld();
		marta = await signInToPush(server, 'marta');
	}, 60_000);
	afterAll(async () => {
		await server?.dispose();
		await disk?.dispose();
	});

	/** Another process, beside the server. @param script what it does with `sqlite` */
	function inDatabase(script: string) {
		const [command = '', ...args] = [...disk.enter, process.execPath, '--import', 'tsx'];
		const opened = `import { Database } from './db/engine.ts';
			const sqlite = new Database(process.env.DATABASE);`;
		const { status, stderr } = spawnSync(
			command,
			[...args, '--input-type=module', '-e', `${opened}\n${script}`],
			{ env: { ...process.env, DATABASE: join(disk.folder, 'sportello.sqlite') }, encoding: 'utf8' }
		);
		if (status !== 0) throw new Error(stderr);
	}

	const makeSessionsOld = () =>
		inDatabase(
			`sqlite.prepare('update sessions set expires_at = ?').run(Date.now() + ${3 * DAY_MS})`
		);

	/** What a push that was too large has left of the room in the write log, page by page. */
	const fillWriteLog = () =>
		inDatabase(`try {
			for (let page = 1; ; page += 1) sqlite.pragma('user_version = ' + page);
		} catch (error) {
			if (error.code !== 'SQLITE_FULL') throw error;
		}`);

	let seq = 0;
	function write(): WrittenIntent[] {
		return Array.from({ length: IN_ONE_PUSH }, () => {
			seq += 1;
			const [name, args] = aPersonIntent({ id: randomUUID(), name: `Persona ${seq} Esempio` });
			return { id: randomUUID(), seq, name, args };
		});
	}

	async function send(written: WrittenIntent[]) {
		const outcomes = await marta.push(written);
		expect(outcomes.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(
			written.map(({ id }) => `${id} accepted`)
		);
		acknowledged.push(...written);
	}

	/** Writes and sends until a push is not taken. */
	async function sendUntilFull() {
		for (let pushes = 0; pushes < MOST_PUSHES; pushes += 1) {
			const written = write();
			try {
				await send(written);
			} catch (error) {
				expect(String(error)).toContain('Not taken: 507 {"error":{"kind":"storage-full"}}');
				refused.push(written);
				return;
			}
		}
		throw new Error('The disk was never full');
	}

	/** What was acknowledged, and nothing else, for whoever asks and on the disk. */
	async function expectAcknowledged() {
		const names = acknowledged.map(({ seq }) => `Persona ${seq} Esempio`).sort();
		for (const pusher of [marta, returning]) {
			const { rows } = await pusher.pull('desk:cambonino');
			expect(rows.map(({ fields }) => fields.name).sort()).toEqual(names);
		}
		const data = disk.copy();
		const { ledger, torn } = readTaken(data, marta.storeId);
		expect(ledger).toEqual(acknowledged.map(({ id }) => id));
		expect(torn).toEqual([]);
		expect(readWhole(data)).toEqual({ unwritten: 0, check: 'ok' });
	}

	const health = async () =>
		(await (await fetch(`http://localhost:${server.port}/api/health`)).json()) as object;

	it('acknowledges nothing that it cannot keep, and goes on reading', async () => {
		await send(write());
		disk.fill(LEFT_BYTES);
		await sendUntilFull();
		const [first] = refused;
		disk.fill();
		fillWriteLog();
		for (let again = 0; again < 5; again += 1) {
			await expect(marta.push(first!)).rejects.toThrow('Not taken: 507');
		}
		await expect(signInToPush(server, 'davide')).rejects.toThrow('is not let in');
		await expectAcknowledged();
		expect(await health()).toMatchObject({ status: 'ok' });
		const log = readFileSync(join(disk.seenFrom, 'server.log'), 'utf8');
		expect(log.length % 4096, 'its log has come to the end of the disk').toBe(0);
	});

	it('comes back after it was killed, says that no backup could be made, and goes on reading', async () => {
		await server.kill9();
		await server.restart({ BACKUP_DIR: join(disk.folder, 'nightly') });
		await expect
			.poll(health)
			.toMatchObject({ status: 'ok', backup: { ok: false, lastError: 'SQLITE_FULL' } });
		await sendUntilFull();
		await expectAcknowledged();
	});

	it('stops in good order', async () => {
		expect(await server.stop()).toBe(0);
		await server.restart();
		await expectAcknowledged();
	});

	it('takes the same pushes, once, as soon as there is room', async () => {
		disk.empty();
		const before = [...acknowledged];
		for (const written of refused) await send(written);
		expect((await marta.push(before.slice(0, 500))).map(({ outcome }) => outcome)).toEqual(
			before.slice(0, 500).map(() => 'accepted')
		);
		await send(write());
		await signInToPush(server, 'davide');
		await expectAcknowledged();
		expect(await server.stop()).toBe(0);
		await server.restart({ BACKUP_DIR: join(disk.folder, 'nightly') });
		await expectAcknowledged();
		await expect.poll(health).toMatchObject({ backup: { ok: true, lastError: null } });
	});
});
