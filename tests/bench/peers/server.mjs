/**
 * One contender's server, in a process of its own: `node server.mjs NAME FOLDER PORT`. It gives its page to the browser,
 * answers `/count` with how many records it has stored, and speaks the contender's own protocol beside that.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { openDatabase, openRecords } from './sqlite.mjs';

const [name, folder, port] = process.argv.slice(2);
const PAGE =
	'<!doctype html><meta charset="utf-8"><script type="module" src="/client.js"></script>';

const bundle = await build({
	entryPoints: [new URL(`clients/${name}.mjs`, import.meta.url).pathname],
	bundle: true,
	minify: true,
	format: 'esm',
	target: 'es2022',
	tsconfigRaw: {},
	define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
	write: false
});
const script = bundle.outputFiles[0].text;

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** What each of them answers to: returns the body of the answer, or nothing when it has answered by itself. */
const contenders = {
	floor() {
		const records = openRecords(folder);
		return {
			count: records.count,
			async answer(request, url) {
				if (url.pathname === '/push') {
					const { sender, entries } = await bodyOf(request);
					return { lastSeq: records.take(sender, entries) };
				}
				return records.since(Number(url.searchParams.get('since')), 1000);
			}
		};
	},
	rxdb() {
		const records = openRecords(folder);
		return {
			count: records.count,
			async answer(request, url) {
				if (url.pathname === '/push') {
					const rows = await bodyOf(request);
					records.put(rows.map(({ newDocumentState }) => newDocumentState));
					return [];
				}
				const limit = Number(url.searchParams.get('limit'));
				const page = records.since(Number(url.searchParams.get('since')), limit);
				return { documents: page.records, checkpoint: { version: page.version } };
			}
		};
	},
	async pouchdb() {
		const { default: PouchDB } = await import('pouchdb');
		const { default: expressPouch } = await import('express-pouchdb');
		const Kept = PouchDB.defaults({ prefix: join(folder, '/') });
		const records = new Kept('records');
		const handle = expressPouch(Kept, {
			mode: 'minimumForPouchDB',
			inMemoryConfig: true,
			logPath: join(folder, 'log.txt')
		});
		return {
			count: async () => (await records.info()).doc_count,
			async answer(request, url, response) {
				request.url = request.url.slice('/db'.length);
				handle(request, response);
			}
		};
	},
	async tinybase(server) {
		const { createMergeableStore } = await import('tinybase');
		const { createBetterSqlite3Persister } =
			await import('tinybase/persisters/persister-better-sqlite3');
		const { createWsServer } = await import('tinybase/synchronizers/synchronizer-ws-server');
		const { WebSocketServer } = await import('ws');
		const database = openDatabase(folder);
		createWsServer(new WebSocketServer({ server, maxPayload: 1 << 30 }), () =>
			createBetterSqlite3Persister(createMergeableStore(), database, 'records')
		);
		return {
			count() {
				const tables = database
					.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'records'")
					.pluck();
				if (!tables.get()) return 0;
				const stored = database.prepare('SELECT store FROM records').pluck().get();
				return stored ? Object.keys(JSON.parse(stored)[0][0]?.records?.[0] ?? {}).length : 0;
			}
		};
	}
};

const server = createServer((request, response) => {
	answer(request, response).catch((error) => {
		console.error(error);
		response.writeHead(500).end();
	});
});
const contender = await contenders[name](server);

async function answer(request, response) {
	const url = new URL(request.url, `http://localhost:${port}`);
	const say = (type, body) => response.writeHead(200, { 'content-type': type }).end(body);
	if (url.pathname === '/') return say('text/html', PAGE);
	if (url.pathname === '/client.js') return say('text/javascript', script);
	if (url.pathname === '/count') return say('text/plain', String(await contender.count()));
	if (url.pathname === '/favicon.ico' || !contender.answer) return response.writeHead(404).end();
	const body = await contender.answer(request, url, response);
	if (body !== undefined) say('application/json', JSON.stringify(body));
}

server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
