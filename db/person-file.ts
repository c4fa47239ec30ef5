/**
 * Gathers all that is kept about one person. It looks as far as an erasure reaches, by the same rule: what this finds is
 * what that would remove.
 */
import type { Connection } from './connection.ts';
import { serverModel } from '../src/lib/domain/server-model.ts';
import type { HeldAbout, NamedActor } from '../src/lib/domain/privacy/person-file.ts';
import { refId, type Fields, type RowRef } from '../sync/protocol/json.ts';
import { sentInQuarantine } from '../sync/server/decide-quarantine.ts';
import { decideErasure, type SentElsewhere } from '../sync/server/erase.ts';
import { createErasedIds, namesErased } from '../sync/server/erased.ts';

interface RecordRow extends RowRef {
	fields: string;
	conflicts: string;
}

interface MessageRow extends RowRef {
	id: string;
	name: string;
	outcome: string;
	actor: string;
	occurred_at: number;
	received_at: number;
	args: string | null;
}

interface QuarantineRow {
	id: string;
	reason: string;
	actor: string;
	received_at: number;
	body: string;
	protocol: number;
	schemaVersion: number;
}

interface LogRow {
	at: number;
	kind: string;
	actor: string | null;
	subject: string;
}

type Conflict = HeldAbout['records'][number]['conflicts'][number];

function conflictsOf({ conflicts }: RecordRow): Conflict[] {
	return (JSON.parse(conflicts) as Conflict[]).map(({ field, value, actorName, at }) => ({
		field,
		value,
		actorName,
		at
	}));
}

/** @param person the records of one person, or a request or an offer that stands for itself */
export function gatherPersonFile(
	{ sqlite }: Pick<Connection, 'sqlite'>,
	person: readonly RowRef[],
	nameOf: (userId: string) => string | null
): HeldAbout {
	const named = (id: string): NamedActor => ({ id, name: nameOf(id) });
	const fieldsOf = ({ fields }: RecordRow) => JSON.parse(fields) as Fields;

	const gather = sqlite.transaction((): HeldAbout => {
		const records = sqlite
			.prepare<[], RecordRow>('select collection, key, fields, conflicts from records')
			.all();
		const messages = sqlite
			.prepare<[], MessageRow>(
				`select id, name, collection, key, outcome, actor, occurred_at, received_at, args from ledger
				order by received_at, seq`
			)
			.all();
		const quarantined = sqlite
			.prepare<[], QuarantineRow>(
				"select id, reason, actor, received_at, body, protocol, schema_version as schemaVersion from quarantine where state <> 'erased'"
			)
			.all();
		const sent: SentElsewhere[] = [
			...messages
				.filter(({ outcome, args }) => outcome !== 'accepted' && args !== null)
				.map(({ id, name, collection, key, args }) => ({
					id,
					target: { collection, key },
					creates:
						(serverModel.intents as { [name: string]: { creates: boolean } })[name]?.creates ??
						false,
					body: JSON.parse(args!)
				})),
			...quarantined.map((entry) => sentInQuarantine(entry, serverModel))
		];
		const rows = records.map((row) => ({
			ref: { collection: row.collection, key: row.key },
			owners: serverModel.ownersOf(row.collection, fieldsOf(row))
		}));
		const { refs, sentIds } = decideErasure(person, { rows, sent });
		const theirs = createErasedIds();
		refs.forEach(theirs.add);
		const theirSent = new Set(sentIds);
		const subjects = sqlite.prepare<[string, string], LogRow>(
			'select at, kind, actor, subject from audit_events where subject in (?, ?) order by at'
		);

		return {
			records: records.filter(theirs.has).map((row) => ({
				collection: row.collection,
				key: row.key,
				fields: fieldsOf(row),
				conflicts: conflictsOf(row)
			})),
			besideOthers: records
				.filter((row) => row.conflicts !== '[]' && !theirs.has(row))
				.flatMap((row) =>
					conflictsOf(row)
						.filter(({ value }) => namesErased(value, theirs))
						.map((conflict) => ({ record: refId(row), ...conflict }))
				),
			messages: messages
				.map((row) => ({ row, content: row.args === null ? null : JSON.parse(row.args) }))
				.filter(
					({ row, content }) =>
						theirs.has(row) || theirSent.has(row.id) || namesErased(content, theirs)
				)
				.map(({ row, content }) => ({
					id: row.id,
					name: row.name,
					record: refId(row),
					outcome: row.outcome,
					by: named(row.actor),
					occurredAt: row.occurred_at,
					receivedAt: row.received_at,
					content
				})),
			quarantined: quarantined
				.filter(({ id }) => theirSent.has(id))
				.map(({ id, reason, actor, received_at, body }) => ({
					id,
					reason,
					by: named(actor),
					receivedAt: received_at,
					content: JSON.parse(body)
				})),
			log: refs
				.flatMap((ref) => subjects.all(refId(ref), ref.key))
				.sort((a, b) => a.at - b.at)
				.map(({ at, kind, actor, subject }) => ({
					at,
					kind,
					by: actor === null ? null : named(actor),
					subject
				}))
		};
	});
	return gather.deferred();
}
