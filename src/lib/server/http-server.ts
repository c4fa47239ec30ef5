/**
 * The HTTP server around Kit's handler, which brings neither time limits nor compression of its own.
 *
 * Invariants
 * - A client that sends slowly, or stops reading, is closed in time and holds up nobody else.
 * - An answer that comes before its request was read to the end holds up nothing that comes after on the same connection.
 * - Told to stop, it takes no new connection, answers what is in flight, and ends within a time limit.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';
import { policyFor, securityHeaders } from './security-headers.ts';
import type { Settings } from './settings.ts';

export type HttpHandler = (
	request: IncomingMessage,
	response: ServerResponse,
	next: () => void
) => unknown;

const MAX_HEADER_BYTES = 16 * 1024;
/** Longer than the minute that proxies keep a connection: they, not we, are to close it. */
const KEEP_ALIVE_MS = 65_000;
const COMPRESS_FROM_BYTES = 1024;
/** Brotli 4 costs about what gzip does and is smaller; static files come compressed at 11 from the build. */
const BROTLI_QUALITY = 4;

export interface HttpServer {
	server: Server;
	/** Starts to answer with this handler; until then every request is asked to come back. */
	use(handler: HttpHandler): void;
	/** @returns false when requests were still in flight at the time limit and were cut */
	stop(limitMs: number): Promise<boolean>;
}

type Limits = Pick<Settings, 'headersTimeoutMs' | 'requestTimeoutMs' | 'origin'>;

export function createHttpServer(
	limits: Limits,
	onError: (error: unknown) => void,
	checkEveryMs = 1000
): HttpServer {
	const inFlight = new Set<ServerResponse>();
	const headers = Object.entries(securityHeaders(limits.origin));
	const compress = compression({
		threshold: COMPRESS_FROM_BYTES,
		brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }
	});
	let handler: HttpHandler | undefined;
	let stopping = false;

	function fail(response: ServerResponse, error: unknown) {
		onError(error);
		if (response.headersSent) response.destroy();
		else response.writeHead(500).end();
	}

	function notFound(response: ServerResponse) {
		response.writeHead(404).end();
	}

	/** What an answer has not waited for stands before the next request of its connection, and would hold that up. */
	function throwAway(rest: IncomingMessage) {
		if (rest.readableEnded) return;
		rest.removeAllListeners('data');
		rest.resume();
	}

	function answer(request: IncomingMessage, response: ServerResponse) {
		inFlight.add(response);
		response.once('finish', () => throwAway(request));
		response.once('close', () => {
			inFlight.delete(response);
			if (stopping) server.closeIdleConnections();
		});
		if (stopping) response.setHeader('connection', 'close');
		for (const [name, value] of headers) response.setHeader(name, value);
		response.setHeader('content-security-policy', policyFor(request.url ?? ''));
		// Asked again each time, and answered 304 mostly; files with a hash in their name get their own from Kit.
		response.setHeader('cache-control', 'no-cache');
		if (!handler) {
			response.writeHead(503, { 'retry-after': '1' }).end();
			return;
		}
		const current = handler;
		compress(request as never, response as never, () => {
			Promise.resolve()
				.then(() => current(request, response, () => notFound(response)))
				.catch((error: unknown) => fail(response, error));
		});
	}

	const server = createServer(
		{
			maxHeaderSize: MAX_HEADER_BYTES,
			headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
			requestTimeout: limits.requestTimeoutMs,
			keepAliveTimeout: KEEP_ALIVE_MS,
			connectionsCheckingInterval: checkEveryMs
		},
		answer
	);
	// A client that has stopped reading its answer. Later than the limit for sending, which has an answer of its own.
	server.setTimeout(2 * limits.requestTimeoutMs);

	return {
		server,
		use(next) {
			handler = next;
		},
		stop(limitMs) {
			stopping = true;
			for (const response of inFlight) {
				if (!response.headersSent) response.setHeader('connection', 'close');
			}
			return new Promise((done) => {
				let cut = false;
				const limit = setTimeout(() => {
					cut = inFlight.size > 0;
					server.closeAllConnections();
				}, limitMs);
				server.close(() => {
					clearTimeout(limit);
					done(!cut);
				});
				server.closeIdleConnections();
			});
		}
	};
}
