/**
 * The race: ten thousand records of 500 bytes up, and down to a fresh device, ours against others. Every contender has a
 * server in its own process and a real Chromium with its profile on disk; they take turns, three rounds, and the median
 * counts. What has arrived is counted in a new process, on the server and on the device, before a figure is kept.
 *
 * Ours is the whole app, sealed: a locked tablet sends what was written on it, and another one receives it for an operator
 * who has unlocked it. The others are their libraries alone, with an empty page around them and nothing sealed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { Database } from '../../db/engine.ts';
import { syncChip } from '../e2e/support/desk.ts';
import { freePort } from '../e2e/support/server.ts';
import {
	enrol,
	enrolmentCode,
	signInAdministrator,
	signInOnTablet
} from '../e2e/support/shared-tablet.ts';
import {
	percentile,
	rounded,
	withBench,
	withBrowsers,
	type Bench,
	type Outcome
} from './harness.ts';
import { sealedUp } from './push.ts';
import { RECORDS, registrations, untilSaid } from './sync.ts';

const PEERS = ['floor', 'pouchdb', 'rxdb', 'tinybase'] as const;
/** What the peers need is installed where nothing else of the project looks for its own. */
const FOLDER = resolve('node_modules/.cache/sportello-race');
const ROUNDS = 3;

interface Times {
	upMs: number;
	downMs: number;
	chromium: string;
}

/** As the page of a peer has it; see peers/clients. */
declare const race: {
	fill(records: object[]): Promise<void>;
	up(wanted: number): Promise<void>;
	down(wanted: number): Promise<void>;
	count(): Promise<number>;
};

function mustBeAll(where: string, count: number): void {
	if (count !== RECORDS) throw new Error(`${where}: ${count} of ${RECORDS} have arrived.`);
}

function records() {
	return registrations().map(({ personId, accessPointId, details }, index) => ({
		...{ id: personId, at: Date.now() - index, desk: accessPointId },
		...{ name: details.name, phone: details.phone, note: details.findAgain + details.language }
	}));
}

async function startPeer(name: string, folder: string, port: number) {
	const child = spawn(process.execPath, [join(FOLDER, 'server.mjs'), name, folder, String(port)], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	await Promise.race([
		once(child.stdout, 'data'),
		once(child, 'exit').then(() => Promise.reject(new Error(`The server of ${name} has ended.`)))
	]);
	return async () => {
		child.kill();
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	};
}

const timed = (page: Page, way: 'up' | 'down') =>
	page.evaluate(
		async ([way, wanted]) => {
			const from = performance.now();
			await race[way](wanted);
			return performance.now() - from;
		},
		[way, RECORDS] as const
	);

async function peerRound(name: string): Promise<Times> {
	const folder = mkdtempSync(join(tmpdir(), 'sportello-peer-'));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	let stop = await startPeer(name, folder, port);
	try {
		const { result, chromium } = await withBrowsers(origin, async (open) => {
			const there = async (profile: string) => {
				const opened = await open(profile, { slow: false });
				await opened.page.goto('/');
				await opened.page.waitForFunction(() => 'race' in globalThis);
				return opened;
			};
			const filling = await there('sender');
			await filling.page.evaluate((all) => race.fill(all), records());
			await filling.context.close();
			const sender = await there('sender');
			const upMs = await timed(sender.page, 'up');
			await sender.context.close();
			await stop();
			stop = await startPeer(name, folder, port);
			mustBeAll(`${name}, server`, Number(await (await fetch(`${origin}/count`)).text()));
			const reader = await there('reader');
			const downMs = await timed(reader.page, 'down');
			await reader.context.close();
			const again = await there('reader');
			mustBeAll(`${name}, device`, await again.page.evaluate(() => race.count()));
			return { upMs, downMs };
		});
		return { ...result, chromium };
	} finally {
		await stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** How many people lie in this tablet's database, sealed as they are. */
const peopleOn = (page: Page) =>
	page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('sportello-tablet');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const reading = opening.result.transaction('rows').objectStore('rows').getAllKeys();
					reading.onsuccess = () => {
						const keys = (reading.result as string[][]).filter(
							([, collection]) => collection === 'people'
						);
						resolve(new Set(keys.map(([, , key]) => key)).size);
					};
				};
			})
	);

async function oursDown({ server, open }: Bench): Promise<number> {
	const admin = await signInAdministrator(server);
	const code = await enrolmentCode(admin, { name: 'Banco 2', accessPointId: 'cambonino' });
	await admin.dispose();
	const reader = await open('reader', { slow: false });
	await enrol(reader.page, code);
	const said = syncChip(reader.page).filter({ hasText: 'Tutto inviato' });
	const downMs = await untilSaid(
		reader.page,
		'/api/sync/pull',
		() => signInOnTablet(reader.page, 'marta'),
		said
	);
	await reader.context.close();
	const again = await open('reader', { slow: false });
	await again.page.goto('/entra');
	mustBeAll('ours, device', await peopleOn(again.page));
	return downMs;
}

async function ourRound(): Promise<Times> {
	const { result, chromium } = await withBench(async (bench) => {
		const upMs = await sealedUp(bench);
		await bench.server.kill9();
		const database = new Database(join(bench.server.dataDir, 'sportello.sqlite'), {
			readonly: true
		});
		const counted = database
			.prepare("SELECT count(*) FROM records WHERE collection = 'people'")
			.pluck();
		mustBeAll('ours, server', Number(counted.get()));
		database.close();
		await bench.server.restart();
		return { upMs, downMs: await oursDown(bench) };
	});
	return { ...result, chromium };
}

function installPeers(): void {
	const wanted = join(import.meta.dirname, 'peers');
	const lockOf = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const isThere = existsSync(join(FOLDER, 'node_modules')) && lockOf(FOLDER) === lockOf(wanted);
	cpSync(wanted, FOLDER, { recursive: true });
	if (isThere) return;
	console.log('Installing the peers…');
	const { status } = spawnSync('npm', ['ci'], {
		cwd: FOLDER,
		stdio: ['ignore', 'ignore', 'inherit']
	});
	if (status === 0) return;
	rmSync(join(FOLDER, 'node_modules'), { recursive: true, force: true });
	throw new Error('The peers could not be installed.');
}

export async function peersBench(): Promise<{ result: Outcome; chromium: string }> {
	installPeers();
	const contenders = ['ours', ...PEERS];
	const times = new Map<string, Times[]>(contenders.map((name) => [name, []]));
	for (let round = 1; round <= ROUNDS; round += 1) {
		for (const name of contenders) {
			const result = await (name === 'ours' ? ourRound() : peerRound(name));
			times.get(name)!.push(result);
			const { upMs, downMs } = result;
			console.log(`${round} ${name}: ${Math.round(upMs)} ms up, ${Math.round(downMs)} ms down`);
		}
	}
	const metrics: Record<string, number> = {};
	for (const [name, each] of times) {
		metrics[`${name}_up_ms`] = rounded(
			percentile(
				each.map(({ upMs }) => upMs),
				0.5
			)
		);
		metrics[`${name}_down_ms`] = rounded(
			percentile(
				each.map(({ downMs }) => downMs),
				0.5
			)
		);
	}
	const [[{ chromium }]] = [...times.values()] as [[Times]];
	return { result: { n: RECORDS, slowdown: 'none', metrics }, chromium };
}
