/**
 * What the server could not read, as the administrator's screen sees it: the answers of `/api/admin/quarantine`.
 */
import * as v from 'valibot';

/** What can be looked through; what was erased holds nothing more. */
export const quarantineViews = ['waiting', 'set-aside', 'decided'] as const;
export type QuarantineView = (typeof quarantineViews)[number];

const namedSchema = v.object({
	id: v.string(),
	/** Null for somebody this server does not know. */
	name: v.nullable(v.string())
});

export const quarantineItemSchema = v.object({
	id: v.string(),
	/** A code of the engine. */
	reason: v.string(),
	state: v.picklist(['waiting', 'set-aside', 'decided', 'erased']),
	/** Milliseconds since the epoch, server clock. */
	receivedAt: v.number(),
	/** Whose session sent it. */
	sender: namedSchema,
	/** Null when the tablet has been forgotten. */
	deviceId: v.nullable(v.string()),
	/** As the administrator calls it; null for a browser that is no tablet. */
	tablet: v.nullable(v.string()),
	decidedBy: v.nullable(namedSchema),
	decidedAt: v.nullable(v.number())
});
export type QuarantineItem = v.InferOutput<typeof quarantineItemSchema>;

export const quarantineListSchema = v.object({
	/** The oldest. */
	items: v.array(quarantineItemSchema),
	total: v.number()
});
export type QuarantineList = v.InferOutput<typeof quarantineListSchema>;

export const quarantineDetailSchema = v.object({
	...quarantineItemSchema.entries,
	/** Who wrote it, as far as it says so itself. */
	author: v.nullable(namedSchema),
	protocol: v.number(),
	schemaVersion: v.number(),
	/** What was sent, as JSON. */
	body: v.string()
});
export type QuarantineDetail = v.InferOutput<typeof quarantineDetailSchema>;

/** What came of reading it again: `quarantined` when it still cannot be read. */
export const quarantineOutcomeSchema = v.object({
	outcome: v.picklist(['accepted', 'rejected', 'blocked', 'held', 'quarantined', 'erased']),
	reason: v.optional(v.string())
});
export type QuarantineOutcome = v.InferOutput<typeof quarantineOutcomeSchema>;

export const quarantineErrorSchema = v.object({
	error: v.variant('kind', [
		v.object({ kind: v.literal('unknown') }),
		v.object({ kind: v.literal('already-decided') }),
		/** It names nobody this server knows as who wrote it. */
		v.object({ kind: v.literal('no-author') })
	])
});
export type QuarantineError = v.InferOutput<typeof quarantineErrorSchema>['error'];
