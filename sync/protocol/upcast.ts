/**
 * Messages of the protocol before this one, as this one has them. What came is not touched: an envelope says nothing of
 * the protocol it was written for, and is read on its own.
 */
import * as v from 'valibot';
import { pushRequestSchema } from './push.ts';

const versionedSchema = v.looseObject({ protocol: v.number() });

/** @param body what came over the wire, not yet read by the schema of a push */
export function upcastPush(body: unknown): unknown {
	const versioned = v.safeParse(versionedSchema, body);
	if (!versioned.success) return body;
	const { protocol } = versioned.output;
	if (protocol >= 3) return body;
	return { ...(protocol < 2 && { appVersion: null }), ...versioned.output, sessions: [] };
}

/** A push of any protocol a server accepts, as today's. */
export const acceptedPushSchema = v.pipe(v.unknown(), v.transform(upcastPush), pushRequestSchema);
