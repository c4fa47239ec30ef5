/** `npm run retention`. */
import { RETENTION_USAGE, retentionCommand } from './retention-command.ts';
import { runCommand } from './terminal.ts';

await runCommand(
	(args, dataDir, terminal) => retentionCommand(args, dataDir, terminal),
	RETENTION_USAGE
);
