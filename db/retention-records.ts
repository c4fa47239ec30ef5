/**
 * What the decision about retention needs to know of the database.
 */
import type { Connection } from './connection.ts';
import type { KeptRow, RetentionInput } from '../src/lib/domain/privacy/retention.ts';

interface RecordRow {
	collection: string;
	key: string;
	fields: string;
	field_revs: string;
	conflicts: string;
	received_at: number | null;
}

/** Every text in a value, however deep; the names of its fields too. */
function addTexts(value: unknown, texts: Set<string>) {
	const rest: unknown[] = [value];
	while (rest.length > 0) {
		const next = rest.pop();
		if (typeof next === 'string') texts.add(next);
		if (typeof next !== 'object' || next === null) continue;
		for (const [name, inner] of Object.entries(next)) {
			texts.add(name);
			rest.push(inner);
		}
	}
}

export type RetentionRecords = ReturnType<typeof createRetentionRecords>;

export function createRetentionRecords({ sqlite }: Pick<Connection, 'sqlite'>) {
	const records = sqlite.prepare<[], RecordRow>(
		`select collection, key, fields, field_revs, conflicts,
			(select max(received_at) from ledger
				where ledger.collection = records.collection and ledger.key = records.key) as received_at
		from records`
	);
	const waiting = sqlite.prepare<[], { body: string }>(
		`select entry as body from held union all
		select body from quarantine where state in ('waiting', 'set-aside')`
	);

	function keptRow({ collection, key, ...row }: RecordRow): KeptRow {
		const written = Object.values(
			JSON.parse(row.field_revs) as { [field: string]: { at: number } }
		);
		return {
			collection,
			key,
			fields: JSON.parse(row.fields),
			lastAt: Math.max(row.received_at ?? 0, ...written.map(({ at }) => at)),
			disputed: row.conflicts !== '[]'
		};
	}

	const read = sqlite.transaction((): Omit<RetentionInput, 'now'> => {
		const rows: KeptRow[] = [];
		for (const row of records.iterate()) rows.push(keptRow(row));
		const unsettledKeys = new Set<string>();
		for (const { body } of waiting.iterate()) addTexts(JSON.parse(body), unsettledKeys);
		return { rows, unsettledKeys };
	});

	/** From one moment of the database. */
	return { read: () => read.deferred() };
}
