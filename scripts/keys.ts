/** `npm run keys`. */
import { KEYS_USAGE, keysCommand } from './keys-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(
	(args, _dataDir, terminal, keysDir) => keysCommand(args, keysDir, terminal),
	KEYS_USAGE
);
