/** `npm run catalogue`. */
import { catalogueCommand } from './catalogue-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(catalogueCommand);
