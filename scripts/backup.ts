/** `npm run backup`. */
import { BACKUP_USAGE, backupCommand } from './backup-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(backupCommand, BACKUP_USAGE);
