/**
 * Where an import waits until all of it is read: a private temporary database, which SQLite keeps in memory while it is
 * small and in a file that nobody else sees when it grows. The catalogue's own database is not touched by it.
 */
import { createHash } from 'node:crypto';
import type { EntityName } from '../../src/lib/domain/catalogue/hsds.ts';
import { Database } from '../engine.ts';
import { canonical, type Doc } from './hsds-read.ts';

export interface Place {
	row: number;
	line?: number;
}

export interface StagedDoc {
	doc: Doc;
	hash: string;
	state: 'new' | 'changed';
}

/** A shared entity that a service names by id without embedding it. */
export interface NamedEntity extends Place {
	path: string;
	entity: EntityName;
	id: string;
}

const RECENT_DOCUMENTS = 1000;

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

export function createStaging() {
	const sqlite = new Database('');
	sqlite.pragma('journal_mode = OFF');
	sqlite.pragma('cache_size = -32000');
	sqlite.exec(`
		create table doc (
			entity text not null, id text not null, row integer not null,
			hash text not null, state text, text text not null
		);
		create unique index doc_by_id on doc (entity, id);
		create table use (row integer not null, entity text not null, id text not null);
		create table name (row integer not null, line integer, path text not null, entity text not null, id text not null);
		begin;
	`);
	const insert = sqlite.prepare(
		'insert or ignore into doc (entity, id, row, hash, text) values (?, ?, ?, ?, ?)'
	);
	const update = sqlite.prepare('update doc set text = ?, hash = ? where entity = ? and id = ?');
	const select = sqlite.prepare('select row, hash from doc where entity = ? and id = ?');
	const selectText = sqlite.prepare('select text from doc where entity = ? and id = ?').pluck();
	const use = sqlite.prepare('insert into use (row, entity, id) values (?, ?, ?)');
	const name = sqlite.prepare(
		'insert into name (row, line, path, entity, id) values (?, ?, ?, ?, ?)'
	);
	const count = (sql: string) => sqlite.prepare(sql).pluck().get() as number;

	/** Terms and organizations come again and again: their last copies, to pass over equal ones without a query. */
	const recent = new Map<string, { text: string; row: number }>();
	function remember(key: string, text: string, row: number) {
		if (recent.size >= RECENT_DOCUMENTS) recent.clear();
		recent.set(key, { text, row });
	}

	return {
		/** @returns null when the document is staged, else the copy that was there before it */
		add(entity: EntityName, doc: Doc, row: number): { row: number; same: boolean } | null {
			const text = JSON.stringify(doc);
			const key = `${entity}/${doc.id}`;
			const known = recent.get(key);
			if (known?.text === text) return { row: known.row, same: true };
			const hash = hashOf(text);
			if (insert.run(entity, doc.id, row, hash, text).changes === 1) {
				if (entity !== 'service') remember(key, text, row);
				return null;
			}
			const before = select.get(entity, doc.id) as { row: number; hash: string };
			if (before.hash === hash) remember(key, text, before.row);
			return { row: before.row, same: before.hash === hash };
		},
		read(entity: EntityName, id: string): Doc {
			return JSON.parse(selectText.get(entity, id) as string) as Doc;
		},
		replace(entity: EntityName, doc: Doc): void {
			const text = JSON.stringify(canonical(entity, doc));
			update.run(text, hashOf(text), entity, doc.id);
		},
		/** The service of this row embeds that entity: when the entity changes, so does what the service says. */
		addUse(row: number, entity: EntityName, id: string): void {
			use.run(row, entity, id);
		},
		addName(named: NamedEntity): void {
			name.run(named.row, named.line ?? null, named.path, named.entity, named.id);
		},
		/** Names whose entity is not in the import. */
		*unresolvedNames(): Generator<NamedEntity> {
			const rows = sqlite
				.prepare(
					'select * from name n where not exists (select 1 from doc d where d.entity = n.entity and d.id = n.id) order by row'
				)
				.iterate() as IterableIterator<Omit<NamedEntity, 'line'> & { line: number | null }>;
			for (const row of rows) yield { ...row, line: row.line ?? undefined };
		},
		/** @param currentHash the hash of the entity's document in the catalogue, when it is there */
		compare(currentHash: (entity: EntityName, id: string) => string | undefined): {
			added: number;
			changed: number;
			unchanged: number;
		} {
			sqlite.function('state_of', { deterministic: true }, (entity, id, hash) => {
				const current = currentHash(entity as EntityName, id as string);
				return current === undefined ? 'new' : current === hash ? 'same' : 'changed';
			});
			sqlite.exec('update doc set state = state_of(entity, id, hash)');
			const services = "select count(*) from doc where entity = 'service'";
			const added = count(`${services} and state = 'new'`);
			const changed = count(`${services} and (state = 'changed' or state = 'same' and row in (
				select u.row from use u join doc d on d.entity = u.entity and d.id = u.id where d.state <> 'same'))`);
			return { added, changed, unchanged: count(services) - added - changed };
		},
		/** Documents that are new to the catalogue. Only after `compare`. */
		*news(entity: EntityName): Generator<StagedDoc> {
			const rows = sqlite
				.prepare("select text, hash, state from doc where entity = ? and state <> 'same'")
				.iterate(entity) as IterableIterator<{
				text: string;
				hash: string;
				state: 'new' | 'changed';
			}>;
			for (const { text, hash, state } of rows) {
				yield { doc: JSON.parse(text) as Doc, hash, state };
			}
		},
		hasNews(): boolean {
			return count("select count(*) from (select 1 from doc where state <> 'same' limit 1)") > 0;
		},
		close(): void {
			sqlite.close();
		}
	};
}
export type Staging = ReturnType<typeof createStaging>;
