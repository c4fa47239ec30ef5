/** `npm run restore`. */
import { RESTORE_USAGE, restoreCommand } from './backup-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(restoreCommand, RESTORE_USAGE);
