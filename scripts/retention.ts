/** `npm run retention`. */
import { retentionCommand } from './retention-command.ts';
import { runCommand } from './terminal.ts';

await runCommand((args, dataDir, terminal) => retentionCommand(args, dataDir, terminal));
