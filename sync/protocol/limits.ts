/** At most this much in one push, whichever comes first. A server may set less and answer 413: the batch is halved. */
export const MAX_PUSH_BYTES = 256 * 1024;
export const MAX_PUSH_INTENTS = 500;

/** Rows in one pulled page, upserts and departures together. */
export const MAX_PULL_ROWS = 1000;

/** How long a store keeps acknowledged intents, to push them again to a server restored from a backup. */
export const KEEP_ACKNOWLEDGED_MS = 30 * 24 * 60 * 60 * 1000;

/** A device clock further than this from the server's is flagged and not trusted for due dates. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
