/** `npm run rules`. */
import { rulesCommand } from './rules-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(rulesCommand);
