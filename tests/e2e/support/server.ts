/**
 * The real server in its own process, with a data folder of its own, for tests that stop it, kill it and start it again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const SAMPLE_PASSPHRASE = 'quattro parole di prova';

const START_LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 50;

export interface RunningServer {
	/** As browsers see it. */
	origin: string;
	/** Where it listens. */
	port: number;
	dataDir: string;
	/** Its process's; undefined while it is stopped. */
	pid(): number | undefined;
	/** What the server has written to standard output and standard error since it was made. */
	output(): string;
	/** Ends the process at once, as a power cut does. */
	kill9(): Promise<void>;
	/** Asks the process to stop. @returns its exit code */
	stop(): Promise<number | null>;
	/** Starts it again on the same data and port, after `kill9` or `stop`. */
	restart(env?: Record<string, string>): Promise<void>;
	/** What it serves from the next start on: the build in this folder. */
	deploy(root: string): void;
	/** Ends it if it runs, and deletes its data. */
	dispose(): Promise<void>;
}

/** A port that stays free while its server is down: below those that a system gives to connections going out. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(20_000, 32_000);
		const probe = createServer().listen(port, '127.0.0.1');
		const isFree = await once(probe, 'listening').then(
			() => true,
			() => false
		);
		if (!isFree) continue;
		probe.close();
		await once(probe, 'close');
		return port;
	}
}

/** Node 22 and newer copy folders without their modes, and a server refuses keys that others may read. */
export function copyData(from: string, to: string): void {
	cpSync(from, to, { recursive: true });
	for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
		const source = statSync(join(from, name));
		if (source.isDirectory()) chmodSync(join(to, name), source.mode);
	}
}

export interface ServerOptions {
	/** As browsers see it, when it is not where it listens. */
	origin?: string;
	/** Data to begin with, as an earlier server has left them. */
	copyOf?: string;
	/** Its data folder, which outlives it. */
	keptIn?: string;
	/** Where `build` lies, when it is not this repository's. */
	root?: string;
	/** A command that runs another one, the server, in surroundings of its own. */
	within?: readonly string[];
}

/** Starts a server with the sample city, whose every account has `SAMPLE_PASSPHRASE`. It answers when this returns. */
export async function startServer(
	settings: Record<string, string> = {},
	{ origin: seenAs, copyOf, keptIn, root: builtIn = '.', within = [] }: ServerOptions = {}
): Promise<RunningServer> {
	const port = await freePort();
	const address = `http://localhost:${port}`;
	const origin = seenAs ?? address;
	const dataDir = keptIn ?? mkdtempSync(join(tmpdir(), 'sportello-e2e-'));
	if (copyOf) copyData(copyOf, dataDir);
	let child: ChildProcess | undefined;
	let root = builtIn;
	let output = '';

	async function untilItAnswers(running: ChildProcess) {
		const until = Date.now() + START_LIMIT_MS;
		while (Date.now() < until) {
			if (running.exitCode !== null) throw new Error(`The server stopped at once:\n${output}`);
			try {
				if ((await fetch(`${address}/api/health`)).ok) return;
			} catch {
				// It does not listen yet.
			}
			await delay(ASK_AGAIN_MS);
		}
		throw new Error(`The server did not answer in time:\n${output}`);
	}

	async function start(env: Record<string, string>) {
		const [command = '', ...args] = [...within, process.execPath, join(root, 'build/serve.js')];
		const running = spawn(command, args, {
			env: {
				...process.env,
				...{ PORT: String(port), ORIGIN: origin, DATA_DIR: dataDir, SAMPLE_PASSPHRASE },
				...env
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child = running;
		for (const stream of [running.stdout, running.stderr]) {
			stream.on('data', (data: Buffer) => (output += data.toString()));
		}
		await untilItAnswers(running);
	}

	async function end(signal: NodeJS.Signals): Promise<number | null> {
		const running = child;
		child = undefined;
		if (!running) return null;
		if (running.exitCode !== null || running.signalCode !== null) return running.exitCode;
		const exited = once(running, 'exit');
		running.kill(signal);
		await exited;
		return running.exitCode;
	}

	await start(settings);
	return {
		origin,
		port,
		dataDir,
		pid: () => child?.pid,
		output: () => output,
		async kill9() {
			await end('SIGKILL');
		},
		stop: () => end('SIGTERM'),
		async restart(env = {}) {
			if (child) throw new Error('The server is running: stop or kill it first.');
			await start({ ...settings, ...env });
		},
		deploy(folder) {
			root = folder;
		},
		async dispose() {
			await end('SIGKILL');
			if (!keptIn) rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
