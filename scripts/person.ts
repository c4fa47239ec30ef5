/** `npm run person`. */
import { PERSON_USAGE, personCommand } from './person-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(personCommand, PERSON_USAGE);
