/** `npm run user`. */
import { runCommand } from './terminal.ts';
import { USER_USAGE, userCommand } from './user-command.ts';

await runCommand(userCommand, USER_USAGE);
