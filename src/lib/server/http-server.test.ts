import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpHandler, type HttpServer } from './http-server.ts';

let running: HttpServer | undefined;

afterEach(async () => {
	await running?.stop(0);
	running = undefined;
});

async function aServer(handler: HttpHandler | undefined, requestTimeoutMs = 5000) {
	const errors: unknown[] = [];
	const limits = { headersTimeoutMs: 300, requestTimeoutMs, origin: 'https://example.org' };
	running = createHttpServer(limits, (error) => errors.push(error), 50);
	if (handler) running.use(handler);
	running.server.listen(0, '127.0.0.1');
	await once(running.server, 'listening');
	const { port } = running.server.address() as AddressInfo;
	return { http: running, port, origin: `http://127.0.0.1:${port}`, errors };
}

const hello: HttpHandler = (_request, response) => response.end('ciao');

/** Everything a raw client receives until the server closes it. */
async function conversation(port: number, text: string): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	let received = '';
	socket.on('data', (data) => (received += data.toString()));
	await once(socket, 'connect');
	socket.write(text);
	await once(socket, 'close');
	return received;
}

describe('the server', () => {
	it('closes a client whose headers never end, and answers others meanwhile', async () => {
		const { port, origin } = await aServer(hello);
		const slow = conversation(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: 1');
		expect(await (await fetch(origin)).text()).toBe('ciao');
		expect(await slow).toMatch(/^HTTP\/1.1 408 /);
	});

	it('closes a client whose body never ends', async () => {
		const handler: HttpHandler = async (request, response) => {
			request.resume();
			await once(request, 'end');
			response.end();
		};
		const { port } = await aServer(handler, 400);
		const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab';
		expect(await conversation(port, head)).toMatch(/^HTTP\/1.1 408 /);
	});

	it('answers the next request of a connection after one whose body nobody has read', async () => {
		const { port } = await aServer((request, response) => {
			// As Kit does before anybody asks for the body.
			request.on('data', () => request.pause());
			response.end('ciao');
		});
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const post = async (body: string) => {
			const asked = httpRequest({ agent, port, host: '127.0.0.1', method: 'POST', timeout: 2000 });
			asked.once('timeout', () => asked.destroy(new Error('no answer')));
			asked.end(body);
			const [answer] = (await once(asked, 'response')) as [IncomingMessage];
			for await (const _part of answer);
			return asked.reusedSocket;
		};
		expect(await post('a'.repeat(200_000))).toBe(false);
		expect(await post('b')).toBe(true);
		agent.destroy();
	});

	it('refuses headers that are too large', async () => {
		const { port } = await aServer(hello);
		const large = `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`;
		expect(await conversation(port, large)).toMatch(/^HTTP\/1.1 431 /);
	});

	it('asks to come back while it is starting', async () => {
		const { origin } = await aServer(undefined);
		const response = await fetch(origin);
		expect(response.status).toBe(503);
		expect(response.headers.get('retry-after')).toBe('1');
	});

	it('finishes the answer in flight when it is told to stop, and takes no new request', async () => {
		let finish = () => {};
		const held = new Promise<void>((resolve) => (finish = resolve));
		let arrived = () => {};
		const inFlight = new Promise<void>((resolve) => (arrived = resolve));
		const { http, origin } = await aServer(async (_request, response) => {
			arrived();
			await held;
			response.end('intera');
		});
		const answer = fetch(origin);
		await inFlight;
		const stopped = http.stop(5000);
		await expect(fetch(origin)).rejects.toThrow();
		finish();
		const response = await answer;
		expect(await response.text()).toBe('intera');
		expect(response.headers.get('connection')).toBe('close');
		expect(await stopped).toBe(true);
	});

	it('cuts what is still in flight at the time limit, and says so', async () => {
		let arrived = () => {};
		const inFlight = new Promise<void>((resolve) => (arrived = resolve));
		const { http, origin } = await aServer(() => arrived());
		const answer = expect(fetch(origin)).rejects.toThrow();
		await inFlight;
		expect(await http.stop(50)).toBe(false);
		await answer;
	});

	it('does not wait for a connection that is kept open but idle', async () => {
		const { http, origin } = await aServer(hello);
		await (await fetch(origin)).text();
		expect(await http.stop(60_000)).toBe(true);
	});

	it('compresses large answers and leaves small ones alone', async () => {
		const large = JSON.stringify({ text: 'spesa a domicilio '.repeat(500) });
		const { port } = await aServer((request, response) => {
			response.setHeader('content-type', 'application/json');
			response.end(request.url === '/large' ? large : '{}');
		});
		async function get(path: string) {
			const options = { port, host: '127.0.0.1', path, headers: { 'accept-encoding': 'br, gzip' } };
			const [response] = (await once(httpRequest(options).end(), 'response')) as [IncomingMessage];
			const chunks: Buffer[] = [];
			for await (const chunk of response) chunks.push(chunk as Buffer);
			return { encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) };
		}
		const answer = await get('/large');
		expect(answer.encoding).toBe('br');
		expect(answer.body.length).toBeLessThan(large.length / 10);
		expect(brotliDecompressSync(answer.body).toString()).toBe(large);
		expect((await get('/small')).encoding).toBeUndefined();
	});

	it('puts the security headers on every answer', async () => {
		const { origin } = await aServer(hello);
		const { headers } = await fetch(origin);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
		expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
	});

	it.each(['/service-worker.js', '/_app/workers/x.js?v=1', '/service-worker%2Ejs'])(
		'lets the script %s, which may be a worker, run and reach nothing of others',
		async (path) => {
			const { origin } = await aServer(hello);
			const policy = (await fetch(origin + path)).headers.get('content-security-policy');
			expect(policy?.split('; ')).toEqual(
				expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"])
			);
		}
	);

	it('answers 500 when the handler throws, and goes on', async () => {
		const { origin, errors } = await aServer((request, response) => {
			if (request.url === '/broken') throw new Error('broken');
			response.end('ciao');
		});
		expect((await fetch(`${origin}/broken`)).status).toBe(500);
		expect(errors).toHaveLength(1);
		expect(await (await fetch(origin)).text()).toBe('ciao');
	});
});
