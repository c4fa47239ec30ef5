/**
 * The command `npm run keys`: the server's own keys, which tablets seal to. It works while the server runs, which takes
 * up a new key by itself.
 */
import { resolve } from 'node:path';
import { openServerKeys } from '../src/lib/server/devices/server-keys.ts';
import type { Terminal } from './terminal.ts';

export const KEYS_USAGE = `Usage:
  npm run keys -- list
  npm run keys -- rotate
  npm run keys -- export <file>
  npm run keys -- create

  list names the keys, newest first: tablets seal to the first, all of them open.
  rotate adds a new one. Old ones are kept for ever.
  export writes all of them to a new file. Whoever has that file can read what tablets send: keep it offline.
  create makes the first ones, when there are none and no copy is left.
The folder is KEYS_DIR, keys in the data folder when it is not set. Backups do not hold it.
`;

/** @returns the exit code: 1 when something was refused, 2 when the command was not understood */
export async function keysCommand(
	args: string[],
	keysDir: string,
	{ say, warn }: Pick<Terminal, 'say' | 'warn'>
): Promise<number> {
	const [command, target, ...rest] = args;
	const takesFile = command === 'export';
	const known = ['list', 'rotate', 'export', 'create'].includes(command ?? '');
	if (!known || rest.length > 0 || (target !== undefined) !== takesFile) {
		warn(KEYS_USAGE);
		return 2;
	}
	const now = Date.now();
	const keys = openServerKeys(keysDir, { mayCreate: command === 'create', now });
	if (takesFile) {
		const file = resolve(target!);
		const exported = keys.exportTo(file);
		if (!exported.ok) {
			warn(`${file} is there already. Choose another file.`);
			return 1;
		}
		say(`The keys are in ${file}. Carry it to a safe place, then delete it here.`);
		return 0;
	}
	if (command === 'rotate') {
		const { kid } = keys.rotate(now);
		say(`Key ${kid} is in use. A running server takes it up by itself. Export the keys again.`);
		return 0;
	}
	for (const { kid, createdAt } of keys.list()) {
		say(`${kid}  ${new Date(createdAt).toISOString().slice(0, 16)}`);
	}
	return 0;
}
