/**
 * Reads one intent in today's terms, whichever version of the app has written it: by the server when it comes, by the
 * device when it replays what is still unsent.
 */
import * as v from 'valibot';
import type { Envelope } from '../protocol/envelope.ts';
import type { Fields, RowRef } from '../protocol/json.ts';
import type { IntentDefinition, Model } from './model.ts';

/** Before envelopes had a schema version of their own. */
const FIRST_SCHEMA_VERSION = 1;

export interface ReadIntent {
	name: string;
	args: Fields;
	definition: IntentDefinition;
	target: RowRef;
}

export type IntentReading =
	| { ok: true; intent: ReadIntent }
	| { ok: false; reason: 'future-version' | 'unknown-intent' | 'malformed-args' };

export function readIntent(
	model: Model,
	envelope: Pick<Envelope, 'name' | 'args' | 'schemaVersion'>
): IntentReading {
	const written = envelope.schemaVersion ?? FIRST_SCHEMA_VERSION;
	if (written > model.schemaVersion) return { ok: false, reason: 'future-version' };
	const { name, args } =
		written < model.schemaVersion && model.upcast ? model.upcast(envelope, written) : envelope;
	const definition = Object.hasOwn(model.intents, name) ? model.intents[name] : undefined;
	if (!definition) return { ok: false, reason: 'unknown-intent' };
	const parsed = v.safeParse(definition.args, args);
	if (!parsed.success) return { ok: false, reason: 'malformed-args' };
	const target = definition.target(parsed.output);
	return { ok: true, intent: { name, args: parsed.output, definition, target } };
}
