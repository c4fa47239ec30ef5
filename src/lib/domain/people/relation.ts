/** Delega: one person acts for another, as a mother's daughter does. It ends; it is never taken away. */
import * as v from 'valibot';
import { idSchema, placeIdSchema } from './person.ts';

export const relationSchema = v.object({
	id: idSchema,
	accessPointId: placeIdSchema,
	/** Who is helped. */
	personId: idSchema,
	/** Who acts for them. */
	delegateId: idSchema,
	/** What the one helped is to who acts, in their words: "madre". Empty when nobody said. */
	relation: v.pipe(v.string(), v.trim(), v.maxLength(120)),
	/** Milliseconds since the epoch. */
	since: v.number(),
	/** Null while it holds. */
	endedAt: v.nullable(v.number())
});
export type Relation = v.InferOutput<typeof relationSchema>;
