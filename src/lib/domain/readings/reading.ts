/**
 * What a device notes beside the queue: that somebody opened a record, unlocked the tablet, or saved a file of what is
 * unsent. Who, which one and when, and nothing of what stands in it. It is sent later (`POST /api/sync/readings`); both
 * sides check it with these schemas. Moments are milliseconds since the epoch.
 *
 * Invariants
 * - There is no room for content: ids and a number alone, and one with anything more in it is refused.
 * - The id is the device's and random: sent twice, it counts once.
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
/** More than any device holds, and too short for a telephone number. */
const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));

/** In lower case, as identifiers of the log are. */
export const notedIdSchema = v.pipe(v.string(), v.uuid(), v.toLowerCase());

const noted = {
	id: notedIdSchema,
	/** Who; a file may be saved by nobody in particular, in the tablet's own name (`device:<id>`). */
	userId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Device clock. */
	at: momentSchema
};

export const readingSchema = v.strictObject({
	...noted,
	collection: v.picklist(readCollections),
	key: v.pipe(v.string(), v.uuid())
});
export type Reading = v.InferOutput<typeof readingSchema>;

export const deedSchema = v.variant('deed', [
	/** Of the tablet, by a person, with their phrase or PIN. */
	v.strictObject({ ...noted, deed: v.literal('unlock') }),
	/** What the device has not sent, as a file with so many records in it. */
	v.strictObject({ ...noted, deed: v.literal('saved'), records: countSchema })
]);
export type Deed = v.InferOutput<typeof deedSchema>;

export const notedSchema = v.union([readingSchema, deedSchema]);
export type Noted = v.InferOutput<typeof notedSchema>;

export const readingsRequestSchema = v.strictObject({
	/** Device clock when the request left. */
	deviceNow: momentSchema,
	readings: v.array(notedSchema)
});
export type ReadingsRequest = v.InferOutput<typeof readingsRequestSchema>;

export const readingsResponseSchema = v.object({
	/** Ids of those the server keeps, now or since earlier. */
	taken: v.array(v.string()),
	/** People of whom the server does not know that they work on this tablet: theirs were not taken. */
	unknownPeople: v.array(v.string())
});
export type ReadingsResponse = v.InferOutput<typeof readingsResponseSchema>;
