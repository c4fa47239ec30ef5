/** `npm run city`. */
import { cityCommand } from './city-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(cityCommand);
