/**
 * A network that spoils what passes through it, at will: it stands between a browser and the server, and passes on
 * everything nobody asked it to spoil.
 */
import { once } from 'node:events';
import {
	createServer,
	request as httpRequest,
	type IncomingMessage,
	type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Meddling =
	/** The server has answered, so it has committed: then the connection is cut before a byte of the answer. */
	| { kind: 'lose-answer' }
	/** As `lose-answer`, but half of the answer's body gets through. */
	| { kind: 'halve-answer' }
	/** Half of the request's body gets to the server, then the connection is cut on both sides. */
	| { kind: 'halve-request' }
	/** It is passed on when this is over. */
	| { kind: 'hold'; until: Promise<void> }
	/** The proxy answers itself; the server hears nothing. */
	| { kind: 'answer'; status: number; headers: Record<string, string>; body: string };

export interface CuttingProxy {
	port: number;
	/** Spoils the next requests whose path starts with this: as many as `times`, or all until `mend`. */
	spoil(path: string, meddling: Meddling, times?: number): void;
	mend(): void;
	/** When requests whose path starts with this came by, spoilt or not. Milliseconds since the epoch. */
	passages(path: string): number[];
	/** Nobody can connect until `plug`. */
	unplug(): Promise<void>;
	plug(): Promise<void>;
	close(): Promise<void>;
}

function half(body: Buffer): Buffer {
	return body.subarray(0, Math.ceil(body.length / 2));
}

export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
	let rules: { path: string; meddling: Meddling; left: number }[] = [];
	const log: { path: string; at: number }[] = [];
	let port = 0;

	function meddlingWith(path: string): Meddling | undefined {
		const rule = rules.find((each) => each.left > 0 && path.startsWith(each.path));
		if (rule) rule.left -= 1;
		return rule?.meddling;
	}

	function onwards({ method, url, headers }: IncomingMessage) {
		return httpRequest({ host: 'localhost', port: targetPort, method, path: url, headers });
	}

	async function askServer(request: IncomingMessage): Promise<IncomingMessage> {
		const onward = onwards(request);
		request.pipe(onward);
		const [answer] = (await once(onward, 'response')) as [IncomingMessage];
		return answer;
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url ?? '/';
		log.push({ path, at: Date.now() });
		const meddling = meddlingWith(path);
		if (meddling?.kind === 'answer') {
			request.resume();
			response.writeHead(meddling.status, meddling.headers).end(meddling.body);
			return;
		}
		if (meddling?.kind === 'halve-request') {
			const body = await buffer(request);
			const onward = onwards(request).on('error', () => undefined);
			onward.write(half(body), () => onward.destroy());
			response.destroy();
			return;
		}
		if (meddling?.kind === 'hold') await meddling.until;
		const answer = await askServer(request);
		if (!meddling || meddling.kind === 'hold') {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
			return;
		}
		const body = await buffer(answer);
		if (meddling.kind === 'lose-answer') {
			response.destroy();
			return;
		}
		const headers = { ...answer.headers, 'content-length': String(body.length) };
		delete (headers as IncomingMessage['headers'])['transfer-encoding'];
		response.writeHead(answer.statusCode ?? 502, headers);
		response.write(half(body), () => response.destroy());
	}

	const server = createServer((request, response) => {
		// A server that is gone, or a browser that left: to the other side the line is simply dead.
		serve(request, response).catch(() => response.destroy());
	});

	async function plug() {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		({ port } = server.address() as AddressInfo);
	}
	async function unplug() {
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	}

	await plug();
	return {
		port,
		spoil(path, meddling, times = Number.POSITIVE_INFINITY) {
			rules.push({ path, meddling, left: times });
		},
		mend() {
			rules = [];
		},
		passages: (path) => log.filter((each) => each.path.startsWith(path)).map(({ at }) => at),
		unplug,
		plug,
		async close() {
			if (server.listening) await unplug();
		}
	};
}
