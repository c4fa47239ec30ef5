/** `npm run backup`. */
import { backupCommand } from './backup-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(backupCommand);
