/** `npm run keys`. */
import { keysCommand } from './keys-command.ts';
import { runCommand } from './terminal.ts';

await runCommand((args, _dataDir, terminal, keysDir) => keysCommand(args, keysDir, terminal));
