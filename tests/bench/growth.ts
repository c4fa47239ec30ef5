/**
 * How the server grows: with what it holds, and with how many come at once. The real server in its own process, its data on
 * disk, real sessions and sealed pushes over HTTP; only the tablets are simulated, by this process on the same machine. What
 * has arrived is counted in the database before a figure is kept, and of what failed in part only the failures are said.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '../../db/engine.ts';
import { sampleCity } from '../../db/seed/cremona/city.ts';
import type { AccountWithPassphrase } from '../../src/lib/domain/administration/people.ts';
import { CITY_SCOPE, deskScope } from '../../src/lib/domain/roles.ts';
import { MAX_PUSH_INTENTS } from '../../sync/protocol/limits.ts';
import { SAMPLE_PASSPHRASE, startServer, type RunningServer } from '../e2e/support/server.ts';
import { percentile, rounded, type Outcome } from './harness.ts';
import { openTablet, signInAda, type Colleague, type SimulatedTablet } from './simulated-tablet.ts';

interface Sizes {
	/** Records on the server, one after the other. */
	records: readonly number[];
	/** Those that are there when the tablets come. */
	standing: number;
	tablets: readonly number[];
	windowMs: number;
}

const WHOLE: Sizes = {
	...{ records: [1_000, 10_000, 100_000], standing: 10_000 },
	...{ tablets: [10, 100, 1_000], windowMs: 60_000 }
};
const SMALL: Sizes = {
	...{ records: [100, 500, 2_000], standing: 500 },
	...{ tablets: [5, 20, 60], windowMs: 5_000 }
};

const CONTACT_RECORDS = 3;
const SMALL_PUSH_RECORDS = 10;
const SMALL_PUSHES = 11;
const FRESH_PULLS = 3;
/** Pushes while everybody pulls: one for so many tablets. */
const TABLETS_PER_PUSH = 3;
/** Wrong passphrases are counted before they are checked: more at once and a desk would be slowed down. */
const SIGN_INS_AT_ONCE = 4;
const MB = 1024 * 1024;
const TICKS_PER_S = 100;

type Metrics = Record<string, number>;

/** Times of what went well, and why the rest did not. */
function createTimes() {
	const times: number[] = [];
	const failures: Record<string, number> = {};
	return {
		async time(work: Promise<unknown>): Promise<boolean> {
			const from = performance.now();
			try {
				await work;
				times.push(performance.now() - from);
				return true;
			} catch (error) {
				const { message, name, cause } = error as Error;
				const reason = name === 'TimeoutError' ? name : ((cause as Error)?.message ?? message);
				failures[reason] = (failures[reason] ?? 0) + 1;
				return false;
			}
		},
		failures,
		metrics(name: string): Metrics {
			const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
			const metrics: Metrics = { [`${name}_failures`]: failed };
			if (failed > 0) return metrics;
			for (const share of [0.5, 0.95, 0.99]) {
				metrics[`${name}_p${share * 100}_ms`] = rounded(percentile(times, share));
			}
			return metrics;
		}
	};
}

function memoryOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return rounded(Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
}

/** Seconds of processor it has had. */
function processorOf(pid: number): number {
	// After the name, which stands in brackets: the state is the third field of proc(5), the times are the 14th and 15th.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

async function inTurns<T>(count: number, atOnce: number, work: (index: number) => Promise<T>) {
	const results: T[] = [];
	let next = 0;
	const worker = async () => {
		while (next < count) {
			const index = next++;
			results[index] = await work(index);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return results;
}

/** Starts each at its own moment of the window, whether the earlier ones have ended or not. */
async function spread(count: number, windowMs: number, work: (index: number) => Promise<unknown>) {
	await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			await delay((index * windowMs) / count);
			await work(index);
		})
	);
}

/** A server of the sample city, with an operator at each of its desks. */
async function startCity() {
	// In the project's folder: the system's own for what passes may be in memory.
	const cache = resolve('node_modules/.cache');
	mkdirSync(cache, { recursive: true });
	const dataDir = mkdtempSync(join(cache, 'sportello-growth-'));
	const server = await startServer({}, { keptIn: dataDir });
	const dispose = async () => {
		await server.dispose();
		rmSync(dataDir, { recursive: true, force: true });
	};
	try {
		// The catalogue's first publication, which takes more memory than all that follows, is left behind.
		await server.stop();
		await server.restart();
		const ada = await signInAda(server);
		const colleagues: Colleague[] = [];
		for (const { id } of sampleCity.accessPoints) {
			const username = `banco-${id}`;
			const added = await ada<AccountWithPassphrase>('/api/admin/people', {
				...{ username, name: username, role: 'operator', accessPointIds: [id] }
			});
			const { passphrase } = added;
			colleagues.push({ accessPointId: id, scope: deskScope(id), username, passphrase });
		}
		return { server, ada, colleagues, dispose };
	} catch (error) {
		await dispose();
		throw error;
	}
}

function createCount({ dataDir }: RunningServer) {
	const sqlite = new Database(join(dataDir, 'sportello.sqlite'), { readonly: true });
	const number = (sql: string) => sqlite.prepare(sql).pluck().get() as number;
	return {
		/** What is in the log of writes counts too. */
		sizeMb: () => rounded((number('pragma page_count') * number('pragma page_size')) / MB),
		/** @throws unless the server holds so many people, each accepted, and nothing else that was sent */
		mustBe(expected: number) {
			const people = number(`select count(*) from records where collection = 'people'`);
			const accepted = number(`select count(*) from ledger where outcome = 'accepted'`);
			const rest = number(
				`select (select count(*) from ledger where outcome <> 'accepted')
					+ (select count(*) from quarantine) + (select count(*) from held)`
			);
			if (people === expected && accepted === expected && rest === 0) return;
			throw new Error(`${people} people, ${accepted} accepted, ${rest} else; sent: ${expected}.`);
		},
		close: () => void sqlite.close()
	};
}

/** So many records, from the desks in turn, in pushes as large as they come. @returns milliseconds they took */
async function takeIn(tablets: readonly SimulatedTablet[], records: number): Promise<number> {
	let left = records;
	let ms = 0;
	for (let turn = 0; left > 0; turn += 1) {
		const fair = Math.ceil(records / tablets.length);
		const tablet = tablets[turn % tablets.length]!;
		const push = await tablet.seal(Math.min(left, MAX_PUSH_INTENTS, fair));
		const from = performance.now();
		await tablet.push(push);
		ms += performance.now() - from;
		left -= push.records;
	}
	return ms;
}

type City = Awaited<ReturnType<typeof startCity>>;

const tabletsAtEachDesk = ({ server, ada, colleagues }: City) =>
	inTurns(colleagues.length, 1, (index) => openTablet(server, ada, colleagues[index]!));

const median = (values: readonly number[]) => rounded(percentile(values, 0.5));

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
	const from = performance.now();
	const result = await work();
	return { ms: performance.now() - from, result };
}

/** With what it holds. */
async function growingRecords(city: City, { records }: Sizes): Promise<Metrics> {
	const { server, ada } = city;
	const desks = await tabletsAtEachDesk(city);
	const manager = await openTablet(server, ada, {
		...{ accessPointId: 'centro', scope: CITY_SCOPE },
		...{ username: 'chiara', passphrase: SAMPLE_PASSPHRASE }
	});
	const count = createCount(server);
	const metrics: Metrics = {
		size_0_mb: count.sizeMb(),
		rss_0_mb: memoryOf(server.pid()!, 'VmRSS')
	};
	let held = 0;
	for (const size of records) {
		const takenIn = size - held;
		const takeMs = await takeIn(desks, takenIn);
		held = size;
		count.mustBe(held);
		const sizeMb = count.sizeMb();
		const pushes: number[] = [];
		for (let round = 0; round < SMALL_PUSHES; round += 1) {
			const tablet = desks[round % desks.length]!;
			const push = await tablet.seal(SMALL_PUSH_RECORDS);
			pushes.push((await timed(() => tablet.push(push))).ms);
			held += push.records;
		}
		count.mustBe(held);
		const pulls = [];
		for (let round = 0; round < FRESH_PULLS; round += 1) {
			const { ms, result } = await timed(() => manager.pull(true));
			if (result.rows !== held) throw new Error(`${result.rows} of ${held} have come down.`);
			pulls.push({ ms, firstPageMs: result.firstPageMs });
		}
		const found: Metrics = {
			[`take_${size}_per_s`]: Math.round((takenIn * 1000) / takeMs),
			[`push_${size}_ms`]: median(pushes),
			[`first_page_${size}_ms`]: median(pulls.map(({ firstPageMs }) => firstPageMs)),
			[`scope_${size}_ms`]: median(pulls.map(({ ms }) => ms)),
			[`size_${size}_mb`]: sizeMb,
			[`rss_${size}_mb`]: memoryOf(server.pid()!, 'VmRSS'),
			[`peak_${size}_mb`]: memoryOf(server.pid()!, 'VmHWM')
		};
		await server.stop();
		const started = await timed(() => server.restart());
		Object.assign(found, { [`start_${size}_ms`]: Math.round(started.ms) });
		console.log(`${size} records:`, found);
		Object.assign(metrics, found);
	}
	count.close();
	return metrics;
}

/** What a stretch of work took of the server, and how late this process itself was. */
async function watched(name: string, server: RunningServer, work: () => Promise<void>) {
	const lag = monitorEventLoopDelay({ resolution: 1 });
	const before = processorOf(server.pid()!);
	lag.enable();
	const { ms } = await timed(work);
	lag.disable();
	return {
		[`${name}_s`]: rounded(ms / 1000),
		[`${name}_server_cpu_s`]: rounded(processorOf(server.pid()!) - before),
		[`${name}_rss_mb`]: memoryOf(server.pid()!, 'VmRSS'),
		[`${name}_peak_mb`]: memoryOf(server.pid()!, 'VmHWM'),
		[`${name}_driver_lag_p99_ms`]: rounded(lag.percentile(99) / 1e6)
	};
}

/** With how many come at once. */
async function comingTablets(city: City, { standing, tablets: numbers, windowMs }: Sizes) {
	const { server, ada, colleagues } = city;
	const desks = await tabletsAtEachDesk(city);
	await takeIn(desks, standing);
	let sent = standing;
	const count = createCount(server);
	count.mustBe(sent);
	const all = Math.max(...numbers);
	const tablets = await inTurns(all, SIGN_INS_AT_ONCE, async (index) => {
		const tablet = await openTablet(server, ada, colleagues[index % colleagues.length]!);
		await tablet.pull();
		return tablet;
	});
	const metrics: Metrics = {};

	for (const number of numbers) {
		const coming = tablets.slice(0, number);
		const sealed = await inTurns(number, 1, (index) => coming[index]!.seal(CONTACT_RECORDS));
		const [pushes, pulls] = [createTimes(), createTimes()];
		const name = `tablets_${number}`;
		const watch = await watched(name, server, () =>
			spread(number, windowMs, async (index) => {
				const tablet = coming[index]!;
				if (await pushes.time(tablet.push(sealed[index]!))) sent += CONTACT_RECORDS;
				await pulls.time(tablet.pull());
			})
		);
		console.log(`${number} tablets failed:`, pushes.failures, pulls.failures);
		count.mustBe(sent);
		const found = { ...pushes.metrics(`${name}_push`), ...pulls.metrics(`${name}_pull`), ...watch };
		console.log(`${number} tablets:`, found);
		Object.assign(metrics, found);
	}

	const senders = Math.ceil(all / TABLETS_PER_PUSH);
	const sealed = await inTurns(senders, 1, (index) =>
		desks[index % desks.length]!.seal(CONTACT_RECORDS)
	);
	const [pushes, pulls] = [createTimes(), createTimes()];
	const name = `all_${all}_pull`;
	const watch = await watched(name, server, async () => {
		await Promise.all([
			spread(all, windowMs, (index) => pulls.time(tablets[index]!.pull(true))),
			spread(senders, windowMs, async (index) => {
				const isTaken = await pushes.time(desks[index % desks.length]!.push(sealed[index]!));
				if (isTaken) sent += CONTACT_RECORDS;
			})
		]);
	});
	console.log(`${all} pull all, failed:`, pushes.failures, pulls.failures);
	count.mustBe(sent);
	const found = { ...pushes.metrics(`${name}_push`), ...pulls.metrics(name), ...watch };
	console.log(`${all} pull all:`, found);
	count.close();
	return { ...metrics, ...found };
}

async function inCity(run: (city: City) => Promise<Metrics>): Promise<Metrics> {
	const city = await startCity();
	try {
		return await run(city);
	} finally {
		await city.dispose();
	}
}

/** @param small to see whether it works: the figures say nothing */
export async function growthBench(small: boolean): Promise<{ result: Outcome; chromium: string }> {
	const sizes = small ? SMALL : WHOLE;
	const metrics = {
		...(await inCity((city) => growingRecords(city, sizes))),
		...(await inCity((city) => comingTablets(city, sizes)))
	};
	const n = Math.max(...sizes.records);
	return { result: { n, slowdown: 'none', metrics }, chromium: 'none' };
}
