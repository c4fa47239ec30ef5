/** How the server's backups are, from what it tells whoever watches it. */
import * as v from 'valibot';
import { ask } from './ask';

const backupSchema = v.object({
	ok: v.boolean(),
	/** ISO 8601; null when there is none yet. */
	latestAt: v.nullable(v.string()),
	/** A code, such as ENOSPC. */
	lastError: v.nullable(v.string())
});
export type Backup = v.InferOutput<typeof backupSchema>;

/** Null when this server makes none. */
const healthSchema = v.object({ backup: v.nullable(backupSchema) });

export const askHealth = () => ask('/api/health', { schema: healthSchema });
