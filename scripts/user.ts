/** `npm run user`. */
import { runCommand } from './terminal.ts';
import { userCommand } from './user-command.ts';

await runCommand(userCommand);
