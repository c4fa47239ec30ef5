/** A valibot schema as plain data, so that any change of what it lets through can be seen. */
type Described = null | string | number | boolean | Described[] | { [part: string]: Described };

interface SchemaParts {
	type: string;
	entries?: { [name: string]: SchemaParts };
	pipe?: SchemaParts[];
	item?: SchemaParts;
	items?: SchemaParts[];
	wrapped?: SchemaParts;
	key?: SchemaParts;
	value?: SchemaParts;
	rest?: SchemaParts;
	options?: unknown[];
	literal?: unknown;
	requirement?: unknown;
	default?: unknown;
}

/** @param schema any valibot schema or action; what it does by a function of its own is told by its type alone */
export function describeSchema(schema: unknown): Described {
	const parts = schema as SchemaParts;
	if (parts.pipe) {
		const [first, ...actions] = parts.pipe;
		return { ...(describeOne(first!) as object), then: actions.map(describeSchema) };
	}
	return describeOne(parts);
}

function describeOne(parts: SchemaParts): Described {
	const described: { [part: string]: Described } = { type: parts.type };
	for (const part of ['item', 'wrapped', 'key', 'rest'] as const) {
		if (parts[part]) described[part] = describeSchema(parts[part]);
	}
	if (parts.type === 'record' && parts.value) described.value = describeSchema(parts.value);
	if (parts.items) described.items = parts.items.map(describeSchema);
	if (parts.entries) {
		const entries = Object.entries(parts.entries).sort(([a], [b]) => (a < b ? -1 : 1));
		described.entries = Object.fromEntries(
			entries.map(([name, entry]) => [name, describeSchema(entry)])
		);
	}
	if (parts.options) described.options = parts.options.map(describeValue);
	for (const part of ['literal', 'requirement', 'default'] as const) {
		if (parts[part] !== undefined) described[part] = describeValue(parts[part]);
	}
	return described;
}

function describeValue(value: unknown): Described {
	if (value instanceof RegExp) return String(value);
	if (typeof value === 'function') return 'by code';
	if (typeof value === 'object' && value !== null && 'type' in value && 'kind' in value) {
		return describeSchema(value);
	}
	return (JSON.parse(JSON.stringify(value)) ?? null) as Described;
}
