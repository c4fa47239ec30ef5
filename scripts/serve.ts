/**
 * Serves what was built: settings, our HTTP server around Kit's handler, a graceful stop. Built into
 * `build/serve.js`, which `npm start` or a service manager starts.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createHttpServer, type HttpHandler } from '../src/lib/server/http-server.ts';
import { describeProblems, parseSettings, type Settings } from '../src/lib/server/settings.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function giveUp(message: string): never {
	console.error(message);
	process.exit(1);
}

function readSettings(): Settings {
	const parsed = parseSettings(process.env);
	return parsed.ok ? parsed.settings : giveUp(describeProblems(parsed.problems));
}

/** Kit's handler has an environment of its own, read when it is loaded. */
function tellKit(settings: Settings) {
	process.env.ORIGIN = settings.origin;
	process.env.BODY_SIZE_LIMIT = String(settings.maxBodyBytes);
	if (settings.addressHeader) process.env.ADDRESS_HEADER = settings.addressHeader;
	else delete process.env.ADDRESS_HEADER;
}

function describeListenError(error: NodeJS.ErrnoException, settings: Settings): string {
	switch (error.code) {
		case 'EADDRINUSE':
			return `Port ${settings.port} is taken by another program. Stop it, or set PORT to another number.`;
		case 'EACCES':
			return `This user may not listen on port ${settings.port}. Set PORT to 1024 or more.`;
		case 'EADDRNOTAVAIL':
			return `This machine has no address ${settings.host}. Set HOST to one it has.`;
		default:
			return `The server cannot listen: ${error.message}`;
	}
}

const settings = readSettings();
const handlerFile = resolve(root, 'build', 'handler.js');
if (!existsSync(handlerFile)) giveUp('There is nothing built to serve. Use `npm start`.');
process.chdir(root);
tellKit(settings);

const http = createHttpServer(settings, (error) => console.error('A request failed:', error));

let stopping = false;
async function stop() {
	// A signal may come twice: from the terminal and from whoever started us.
	if (stopping) return;
	stopping = true;
	const clean = await http.stop(settings.shutdownTimeoutMs);
	if (!clean) console.error('Stopped with requests in flight: they were cut at the time limit.');
	process.emit('sveltekit:shutdown' as never);
	// The process ends by itself when the database is closed; or else now.
	setTimeout(() => process.exit(0), settings.shutdownTimeoutMs).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

http.server.on('error', (error: NodeJS.ErrnoException) =>
	giveUp(describeListenError(error, settings))
);
// The port first: when it is taken, the database is not even opened.
http.server.listen(settings.port, settings.host, async () => {
	try {
		const { handler } = (await import(pathToFileURL(handlerFile).href)) as { handler: HttpHandler };
		http.use(handler);
	} catch (error) {
		giveUp(`Sportello cannot start: ${error instanceof Error ? error.message : String(error)}`);
	}
	console.log(`Sportello is at ${settings.origin}`);
});
