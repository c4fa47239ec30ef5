import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SAMPLE_PASSPHRASE, startServer, type RunningServer } from '../e2e/support/server.ts';

let server: RunningServer | undefined;

afterEach(async () => {
	await server?.dispose();
	server = undefined;
});

/** Runs the server until it gives up. */
async function failedStart(env: Record<string, string>) {
	const child = spawn(process.execPath, ['build/serve.js'], {
		env: { ...process.env, ...env }
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data: Buffer) => (output += data.toString()));
	}
	const [code] = await once(child, 'exit');
	return { code, output };
}

describe('the server that was built', () => {
	it('lets no worker run or reach anything of others: its policy comes with its script', async () => {
		server = await startServer();
		const workers = readdirSync('build/client/_app/immutable/workers')
			.filter((name) => name.endsWith('.js'))
			.map((name) => `/_app/immutable/workers/${name}`);
		expect(workers.length).toBeGreaterThan(3);
		for (const path of ['/service-worker.js', ...workers]) {
			// As a browser asks, which gets the file that was compressed by the build.
			const headers = { 'accept-encoding': 'br' };
			const response = await fetch(server.origin + path, { headers });
			expect(response.headers.get('content-type')).toMatch(/javascript/);
			const policy = response.headers.get('content-security-policy')?.split('; ') ?? [];
			expect(policy.filter((part) => /^(default|script|connect)-src /.test(part))).toEqual([
				"default-src 'none'",
				"script-src 'self'",
				"connect-src 'self'"
			]);
			await response.text();
		}
	});

	it('stops with a message that names each wrong setting', async () => {
		const { code, output } = await failedStart({ PORT: 'tremila', ORIGIN: 'http://example.org' });
		expect(code).toBe(1);
		expect(output).toContain('PORT is "tremila"');
		expect(output).toContain('ORIGIN is "http://example.org"');
	});

	it('says that its port is taken, and touches no data', async () => {
		server = await startServer();
		const port = new URL(server.origin).port;
		const { code, output } = await failedStart({ PORT: port, DATA_DIR: '/dev/null/nowhere' });
		expect(code).toBe(1);
		expect(output).toContain(`Port ${port} is taken`);
	});

	it('closes a client that sends one byte and waits, while it serves others', async () => {
		server = await startServer({ HEADERS_TIMEOUT: '1' });
		const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
		const closed = once(socket, 'close');
		socket.resume().write('G');
		expect((await fetch(`${server.origin}/api/health`)).ok).toBe(true);
		await closed;
	});

	it('answers the request in flight before it stops, and leaves its database closed', async () => {
		server = await startServer();
		const { origin } = server;
		const body = JSON.stringify({
			username: 'marta',
			passphrase: SAMPLE_PASSPHRASE,
			deviceId: null
		});
		const signIn = request(`${origin}/api/session`, {
			method: 'POST',
			headers: { origin, 'content-type': 'application/json', 'content-length': body.length }
		});
		const answered = once(signIn, 'response');
		// Half of the body is on its way when the server is told to stop.
		signIn.write(body.slice(0, 10));
		await once(signIn, 'socket').then(([socket]) => socket.connecting && once(socket, 'connect'));
		await (await fetch(`${origin}/api/health`)).text();
		const stopped = server.stop();
		await expect
			.poll(() =>
				fetch(`${origin}/api/health`).then(
					() => 'open',
					() => 'closed'
				)
			)
			.toBe('closed');
		signIn.end(body.slice(10));
		const [response] = await answered;
		expect(response.statusCode).toBe(200);
		expect(response.headers.connection).toBe('close');
		response.resume();
		expect(await stopped).toBe(0);
		// A database that was closed has no write-ahead log beside it.
		expect(readdirSync(server.dataDir).sort()).toEqual([
			'catalogue',
			'in-use.lock',
			'keys',
			'sportello.sqlite'
		]);
	});

	it('prints the sample accounts once, outside of the log', async () => {
		server = await startServer();
		await server.stop();
		await server.restart();
		const lines = server.output().split('\n');
		const shown = lines.filter((line) => line.includes(SAMPLE_PASSPHRASE));
		expect(shown.map((line) => line.trim().split(/\s+/)[0])).toEqual([
			'operator',
			'operator',
			'manager',
			'volunteer',
			'administrator'
		]);
		expect(shown.filter((line) => line.startsWith('{'))).toEqual([]);
	});

	it('logs no path, no address and no name of who asks', async () => {
		server = await startServer();
		const { origin } = server;
		await fetch(`${origin}/api/qualcosa/7K4M-29QX-3TBW?q=bollette`);
		await fetch(`${origin}/api/session`, {
			method: 'POST',
			headers: { origin, 'content-type': 'application/json' },
			body: JSON.stringify({ username: 'marta', passphrase: 'sbagliata', deviceId: null })
		});
		await server.stop();
		const log = server
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'));
		expect(log.filter((line) => line.includes('"route":"/api/session"'))).toHaveLength(1);
		expect(log.join('\n')).not.toMatch(/7K4M|bollette|marta|sbagliata|127\.0\.0\.1/);
	});
});
