/** What was sent, field by field, for whoever must judge it without knowing its shape. */

export interface ReadableField {
	/** Where it stands: `details › words`. */
	path: string;
	value: string;
}

export interface Readable {
	/** What it says it is, such as `request.note`. */
	name: string | null;
	/** Device clock when it was written, milliseconds since the epoch. */
	at: number | null;
	/** What its author wrote; the whole of it when it has not the form of an envelope. */
	fields: ReadableField[];
}

/** Deeper than any record: the rest is read in the text itself. */
const MAX_DEPTH = 8;
const MAX_FIELDS = 200;

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}

function fieldsOf(sent: unknown): ReadableField[] {
	const fields: ReadableField[] = [];
	const add = (path: string[], value: string) => {
		if (value !== '') fields.push({ path: path.join(' › '), value });
	};
	const visit = (value: unknown, path: string[]) => {
		if (fields.length >= MAX_FIELDS) return;
		if (typeof value !== 'object' || value === null) return add(path, textOf(value));
		if (path.length > MAX_DEPTH) return add(path, '…');
		const isFlat = (item: unknown) => typeof item !== 'object' || item === null;
		if (Array.isArray(value) && value.every(isFlat)) return add(path, value.map(textOf).join(', '));
		for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
	};
	if (typeof sent === 'object' && sent !== null) visit(sent, []);
	return fields;
}

/** Without an envelope's own members: they are in the text, and say nothing to a person. */
export function readable(json: string): Readable {
	const sent = parse(json);
	const { name, at, args } = (sent ?? {}) as { name?: unknown; at?: unknown; args?: unknown };
	const isEnvelope = typeof name === 'string' && typeof args === 'object' && args !== null;
	return {
		name: typeof name === 'string' ? name : null,
		at: typeof at === 'number' && Number.isFinite(at) ? at : null,
		fields: fieldsOf(isEnvelope ? args : sent)
	};
}

/** The text with its lines laid out; as it came when it is nested too deep for that. */
export function laidOut(json: string): string {
	try {
		return JSON.stringify(JSON.parse(json), null, 2);
	} catch {
		return json;
	}
}
