/** `npm run rules`. */
import { RULES_USAGE, rulesCommand } from './rules-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(rulesCommand, RULES_USAGE);
