/** `npm run city`. */
import { CITY_USAGE, cityCommand } from './city-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(cityCommand, CITY_USAGE);
