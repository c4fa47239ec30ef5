/**
 * One intent on its way: what somebody did at a device, by name, to be applied by the server exactly once.
 *
 * Invariants
 * - `id` (UUIDv7, made by the device) identifies the intent for ever: a replay returns its first answer.
 * - `seq` is per store, assigned inside the write transaction that makes the intent durable, without gaps: it finds
 *   lost records, it never orders anything between stores.
 * - `at` is the device's clock. It is information, never an order: the server derives `occurredAt`.
 * - Envelope version 0 is in clear; version 1, of `sealed.ts`, is what a shared tablet keeps and sends.
 */
import * as v from 'valibot';
import type { Fields } from './json.ts';

const idSchema = v.pipe(v.string(), v.uuid());

export const envelopeSchema = v.object({
	v: v.literal(0),
	seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	id: idSchema,
	/** The person who did it, as the device knew them. */
	actor: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	args: v.record(v.string(), v.unknown()),
	/** Version of the domain's intents it was written in; absent in what an app of protocol 1 wrote. */
	schemaVersion: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
	/** The revision of each row the intent was made upon, by `refId`; a row the device did not have is absent. */
	baseVersions: v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
	/** Intents that must have been accepted for this one to make sense. */
	dependsOn: v.array(idSchema),
	/** The refused intent that this one corrects. */
	supersedes: v.optional(idSchema),
	/** Device clock, milliseconds since the epoch. */
	at: v.pipe(v.number(), v.safeInteger())
});

export type Envelope = Omit<v.InferOutput<typeof envelopeSchema>, 'args'> & { args: Fields };
