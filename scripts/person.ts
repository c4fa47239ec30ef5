/** `npm run person`. */
import { personCommand } from './person-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(personCommand);
