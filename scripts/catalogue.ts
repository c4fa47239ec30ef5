/** `npm run catalogue`. */
import { CATALOGUE_USAGE, catalogueCommand } from './catalogue-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(catalogueCommand, CATALOGUE_USAGE);
