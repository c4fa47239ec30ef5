/**
 * That somebody opened a record: who, which one and when, and nothing of what stands in it. A device notes it and sends it
 * later (`POST /api/sync/readings`); both sides check it with these schemas. Moments are milliseconds since the epoch.
 *
 * Invariants
 * - There is no room for content: ids alone, and a reading with anything more in it is refused.
 * - The id is the device's and random: sent twice, a reading counts once.
 * - A list is no reading, whatever it shows of each; opening a record is, once within `READING_WINDOW_MS`.
 */
import * as v from 'valibot';

/** Going back and forth between a record and a list is one reading. */
export const READING_WINDOW_MS = 10 * 60 * 1000;

/** In one request. */
export const MAX_SENT_READINGS = 200;

/** Records with a page of their own that say something of somebody who came to a desk. */
export const readCollections = ['requests', 'people'] as const;
export type ReadCollection = (typeof readCollections)[number];

const momentSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const readingSchema = v.strictObject({
	/** In lower case, as identifiers of the log are. */
	id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
	/** Who read. */
	userId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	collection: v.picklist(readCollections),
	key: v.pipe(v.string(), v.uuid()),
	/** Device clock. */
	at: momentSchema
});
export type Reading = v.InferOutput<typeof readingSchema>;

export const readingsRequestSchema = v.strictObject({
	/** Device clock when the request left. */
	deviceNow: momentSchema,
	readings: v.array(readingSchema)
});
export type ReadingsRequest = v.InferOutput<typeof readingsRequestSchema>;

export const readingsResponseSchema = v.object({
	/** Ids of those the server keeps, now or since earlier. */
	taken: v.array(v.string()),
	/** People of whom the server does not know that they work on this tablet: theirs were not taken. */
	unknownPeople: v.array(v.string())
});
export type ReadingsResponse = v.InferOutput<typeof readingsResponseSchema>;
