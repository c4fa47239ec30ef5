/** At most so many in one push: each is one transaction, and others wait. */
export const MAX_PUSH_INTENTS = 500;

/** How much goes in one push, whichever comes first. */
export interface BatchLimit {
	intents: number;
	bytes: number;
}

/** A server may set less and answer 413: the batch is halved. */
export const PUSH_BATCH: BatchLimit = { intents: MAX_PUSH_INTENTS, bytes: 256 * 1024 };

/** To a server that answers quickly batches grow up to this. */
export const MAX_PUSH_BYTES = 1024 * 1024;

/** Rows in one pulled page, upserts and departures together. */
export const MAX_PULL_ROWS = 1000;

/** How long a store keeps acknowledged intents, to push them again to a server restored from a backup. */
export const KEEP_ACKNOWLEDGED_MS = 30 * 24 * 60 * 60 * 1000;

/** A device clock further than this from the server's is flagged and not trusted for due dates. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
