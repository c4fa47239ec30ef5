/** "Solo informazione": somebody asked and was answered. Anonymous, counted, never a case. */
import * as v from 'valibot';
import { idSchema, placeIdSchema } from '../people/person.ts';
import { channels, needTags } from '../requests/request.ts';

export const contactSchema = v.object({
	id: idSchema,
	accessPointId: placeIdSchema,
	need: v.picklist(needTags),
	channel: v.picklist(channels),
	registeredBy: v.string(),
	/** Milliseconds since the epoch, derived by the server. */
	registeredAt: v.number(),
	/** It was logged by mistake and does not count. */
	withdrawn: v.boolean()
});
export type Contact = v.InferOutput<typeof contactSchema>;
