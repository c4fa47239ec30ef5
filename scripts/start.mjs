/**
 * `npm start`: everything from a fresh clone to a running server. Started again, it is up in seconds.
 */
import { spawn } from 'node:child_process';
import { build, checkNode, giveUp, install, isBuilt, root } from './prepare.mjs';

checkNode();
await install();
if (!isBuilt()) {
	console.log('Building Sportello (about half a minute)…');
	if (!(await build())) giveUp('The build failed, for the reason above.');
}

const server = spawn(process.execPath, ['build/serve.js'], {
	cwd: root,
	stdio: 'inherit'
});
// The server ends first and says how; it does not mind a signal that comes twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
server.on('exit', (code) => process.exit(code ?? 1));
