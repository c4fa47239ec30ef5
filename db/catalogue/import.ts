/**
 * Brings services into the catalogue, all or none.
 *
 * Invariants
 * - Nothing is held in memory but one service and the first messages. What was read waits in a temporary database, so a
 *   server on the same catalogue goes on writing until the last step.
 * - The last step is one transaction, and writes only documents whose hash is new: a repeated import changes nothing.
 * - One shared entity in several services is one row. Copies within one import are merged (see `mergeCopy`); the merged
 *   copy replaces what the catalogue held.
 */
import { entities, entityNames, type EntityName } from '../../src/lib/domain/catalogue/hsds.ts';
import type { Connection } from '../connection.ts';
import { mergeCopy, readService, type Doc } from './hsds-read.ts';
import { createDocumentWriter } from './hsds-rows.ts';
import { createStaging, type Place, type Staging } from './import-staging.ts';

/** One service as a source gives it; without a `row` the problem concerns the source as a whole. */
export type SourceItem =
	{ row: number; line?: number; value: unknown } | { row?: number; line?: number; problem: string };

export interface ImportMessage {
	/** Position among the services, from 1; absent when it concerns the whole source. */
	row?: number;
	/** Line of the file, when each service is a line. */
	line?: number;
	path: string;
	reason: string;
}

/** The first messages word for word, and how many there were in all. */
export interface ImportMessages {
	first: ImportMessage[];
	count: number;
}

export interface ImportSummary {
	read: number;
	added: number;
	/** Services whose own data, or whose organization, place or terms, are now different. */
	changed: number;
	unchanged: number;
	warnings: ImportMessages;
	/** Members HSDS does not know, as `service.foo`. They were kept. */
	unknownMembers: string[];
}

export type ImportResult =
	| { ok: true; summary: ImportSummary }
	| { ok: false; error: { kind: 'wrong-rows'; messages: ImportMessages; read: number } };

export interface ImportOptions {
	/** Checks and compares, and writes nothing. */
	dryRun?: boolean;
	/** Called now and then with the number of services read, and once before the last step. */
	onProgress?: (read: number, step: 'reading' | 'writing') => void;
}

const KEPT_MESSAGES = 50;
const PROGRESS_EVERY = 500;

interface Log {
	errors: ImportMessages;
	warnings: ImportMessages;
	unknown: Set<string>;
}

function add(messages: ImportMessages, message: ImportMessage) {
	messages.count += 1;
	if (messages.first.length < KEPT_MESSAGES) messages.first.push(message);
}

function stageService(value: unknown, place: Place, staging: Staging, log: Log) {
	const read = readService(value);
	for (const problem of read.problems) add(log.errors, { ...place, ...problem });
	for (const note of read.notes) add(log.warnings, { ...place, ...note });
	for (const member of read.unknown) log.unknown.add(member);
	for (const named of read.named) staging.addName({ ...place, ...named });
	for (const { entity, doc } of read.docs) {
		const before = staging.add(entity, doc, place.row);
		if (before && entity === 'service') {
			const reason = `${doc.id} is already the id of row ${before.row}`;
			add(log.errors, { ...place, path: 'id', reason });
		} else if (before && !before.same) mergeStaged(staging, entity, before.row, doc, place, log);
		if (entity !== 'service') staging.addUse(place.row, entity, doc.id);
	}
}

function mergeStaged(
	staging: Staging,
	entity: EntityName,
	firstRow: number,
	doc: Doc,
	place: Place,
	log: Log
) {
	const first = staging.read(entity, doc.id);
	for (const field of mergeCopy(first, doc)) {
		const reason = `differs from the copy of ${entity} ${doc.id} in row ${firstRow}, which stands`;
		add(log.warnings, { ...place, path: `${entity}.${field}`, reason });
	}
	staging.replace(entity, first);
}

/** How a document stands in the catalogue now. */
function createHashLookup({ sqlite }: Connection) {
	const statements = new Map(
		entityNames
			.filter((entity) => entities[entity].shared)
			.map((entity) => [
				entity,
				sqlite.prepare(`select content_hash from "${entity}" where id = ?`).pluck()
			])
	);
	return (entity: EntityName, id: string) => statements.get(entity)?.get(id) as string | undefined;
}

/** The last step: one transaction, in the description's order, which has dependencies first. */
function write(connection: Connection, staging: Staging) {
	const { sqlite } = connection;
	const writer = createDocumentWriter(connection);
	const bumpRevision = sqlite.prepare(
		'insert into catalogue_content (id, revision) values (1, 1) on conflict (id) do update set revision = revision + 1'
	);
	sqlite
		.transaction(() => {
			for (const entity of entityNames) {
				for (const { doc, hash, state } of staging.news(entity)) {
					writer.write(entity, doc, hash, state === 'changed');
				}
			}
			bumpRevision.run();
		})
		.immediate();
}

/**
 * @param source read once, in order; it names what it cannot read as items with a `problem`
 * @returns what changed, or the wrong rows, in which case nothing was written
 * @throws only when the database fails
 */
export async function importServices(
	connection: Connection,
	source: AsyncIterable<SourceItem> | Iterable<SourceItem>,
	options: ImportOptions = {}
): Promise<ImportResult> {
	const staging = createStaging();
	const log: Log = {
		errors: { first: [], count: 0 },
		warnings: { first: [], count: 0 },
		unknown: new Set()
	};
	let read = 0;
	try {
		for await (const item of source) {
			if (item.row !== undefined) read += 1;
			const { row, line } = item;
			if ('problem' in item) add(log.errors, { row, line, path: '', reason: item.problem });
			else stageService(item.value, { row: item.row, line }, staging, log);
			if (read % PROGRESS_EVERY === 0) options.onProgress?.(read, 'reading');
		}
		const currentHash = createHashLookup(connection);
		for (const { entity, id, ...named } of staging.unresolvedNames()) {
			if (currentHash(entity, id) !== undefined) continue;
			const reason = `names ${entity} ${id}, which is neither in the file nor in the catalogue`;
			add(log.errors, { row: named.row, line: named.line, path: named.path, reason });
		}
		if (read === 0 && log.errors.count === 0)
			add(log.errors, { path: '', reason: 'holds no service' });
		if (log.errors.count > 0) {
			return { ok: false, error: { kind: 'wrong-rows', messages: log.errors, read } };
		}
		const compared = staging.compare(currentHash);
		if (!options.dryRun && staging.hasNews()) {
			options.onProgress?.(read, 'writing');
			write(connection, staging);
		}
		const unknownMembers = [...log.unknown].sort();
		return { ok: true, summary: { read, ...compared, warnings: log.warnings, unknownMembers } };
	} finally {
		staging.close();
	}
}
