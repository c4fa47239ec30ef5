/** Arguments that were checked before they were written, and need not be again to be shown. */
import * as v from 'valibot';
import type { IntentDefinition } from '../merge/model.ts';
import type { Fields } from '../protocol/json.ts';

type Definition = Pick<IntentDefinition, 'args'>;

/** As the schema has returned them; nobody changes them. */
const checked = new WeakMap<Fields, Definition>();

/** What an intent's own schema makes of arguments. */
export function checkArgs<Of extends Definition>(definition: Of, args: unknown) {
	const parsed = v.safeParse(definition.args, args);
	if (parsed.success) checked.set(parsed.output as Fields, definition);
	return parsed;
}

export function isChecked(definition: Definition, args: Fields): boolean {
	return checked.get(args) === definition;
}
