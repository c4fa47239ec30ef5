/** `npm run restore`. */
import { restoreCommand } from './backup-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(restoreCommand);
