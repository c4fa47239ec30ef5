/**
 * What stands on what, among the intents of one device.
 *
 * Invariants
 * - An intent on a row, or naming one, depends on the intent that makes the row while the server has not confirmed it.
 * - A transition depends besides on the row's last transition that is still on its way: it was chosen upon its result.
 * - A fact never depends on a transition, and nothing on what the server has confirmed.
 * - A dependency has a lower seq than what depends on it.
 */
import type { Envelope } from '../protocol/envelope.ts';
import { refId, type Fields, type RowRef } from '../protocol/json.ts';
import type { WireEnvelope } from '../protocol/sealed.ts';
import type { Model } from '../merge/model.ts';
import { isParked, mayStandBehind, neverLeft, standsRefused } from './exceptions.ts';
import type { NewIntent } from './ports.ts';
import type { Replica } from './replica.ts';

type Written = Pick<Envelope, 'id' | 'name' | 'args'>;

/**
 * The ids a new intent depends on.
 * @param justMade written with it, before it
 */
export function dependenciesOf(
	model: Model,
	replica: Replica,
	intent: { name: string; args: Fields },
	justMade: readonly NewIntent[]
): string[] {
	const definition = model.intents[intent.name];
	if (!definition) return [];
	const target = definition.target(intent.args);
	const makers = [target, ...(definition.references?.(intent.args) ?? [])].map((ref) =>
		// What the server has shown stands by itself, whoever made it.
		replica.hasBase(ref) ? undefined : newest(model, replica, ref, justMade, 'maker')
	);
	const step =
		definition.kind === 'transition'
			? newest(model, replica, target, justMade, 'transition')
			: undefined;
	const ids = [...makers, step].flatMap((found) => (found ? [found.id] : []));
	return [...new Set(ids)];
}

/** The newest intent on a row that the server has not confirmed and on which another could stand. */
function newest(
	model: Model,
	replica: Replica,
	ref: RowRef,
	justMade: readonly NewIntent[],
	role: 'maker' | 'transition'
): Written | undefined {
	const plays = ({ name }: Written) => {
		const definition = model.intents[name];
		return role === 'maker' ? definition?.creates : definition?.kind === 'transition';
	};
	const isOnRow = ({ name, args }: Written) => {
		const target = model.intents[name]?.target(args);
		return target !== undefined && refId(target) === refId(ref);
	};
	const withIt = justMade.filter((made) => isOnRow(made) && plays(made));
	const before = replica
		.own(ref)
		.filter((envelope) => plays(envelope) && isUnconfirmed(replica, envelope, role));
	return withIt.at(-1) ?? before.at(-1);
}

/** A refused or parked transition is no ground to stand on: the next one was chosen without it. */
function isUnconfirmed(replica: Replica, { seq }: Envelope, role: 'maker' | 'transition'): boolean {
	const exception = replica.exceptions.get(seq);
	if (!exception) return seq > replica.meta.answeredSeq;
	if (exception.outcome === 'held') return true;
	return role === 'maker' && standsRefused(exception);
}

/**
 * Everything that waits for these ids, directly or not, in the order it was written: what is parked, and what has not
 * been sent yet.
 */
export function dependentsOf(replica: Replica, ids: Iterable<string>): Envelope[] {
	return following(replica, ids, ({ seq }) => {
		const exception = replica.exceptions.get(seq);
		return exception ? isParked(exception) : seq > replica.meta.answeredSeq;
	});
}

/** What was put aside together with these ids. */
export function setAsideWith(replica: Replica, ids: Iterable<string>): Envelope[] {
	return following(replica, ids, ({ seq }) => {
		const exception = replica.exceptions.get(seq);
		return (
			exception !== undefined && mayStandBehind(exception) && exception.setAsideAt !== undefined
		);
	});
}

function following(
	replica: Replica,
	ids: Iterable<string>,
	counts: (envelope: Envelope) => boolean
): Envelope[] {
	const reached = new Set(ids);
	const found: Envelope[] = [];
	for (const envelope of inOrder(replica)) {
		if (!counts(envelope) || !envelope.dependsOn.some((id) => reached.has(id))) continue;
		reached.add(envelope.id);
		found.push(envelope);
	}
	return found;
}

function inOrder(replica: Replica): Envelope[] {
	return [...replica.outbox.values()].sort((a, b) => a.seq - b.seq);
}

/** Of a batch, what depends on something that never left this device: the server could not know that it must wait. */
export function dependingOnWithheld(
	replica: Replica,
	batch: readonly WireEnvelope[]
): WireEnvelope[] {
	const leaving = new Set(batch.map(({ seq }) => seq));
	const withheld = new Set<string>();
	for (const exception of replica.exceptions.values()) {
		if (leaving.has(exception.seq)) continue;
		if (neverLeft(exception) && standsRefused(exception)) withheld.add(exception.id);
	}
	return batch.filter((envelope) => {
		if (!envelope.dependsOn.some((id) => withheld.has(id))) return false;
		withheld.add(envelope.id);
		return true;
	});
}

/** The id under which an intent goes on: its own, or that of what was written in its stead. */
export function latestId(replica: Replica, id: string): string {
	const replacedBy = new Map<string, string>();
	for (const exception of replica.exceptions.values()) {
		if (exception.supersededBy !== null) replacedBy.set(exception.id, exception.supersededBy);
	}
	let latest = id;
	for (let next = replacedBy.get(latest); next; next = replacedBy.get(latest)) latest = next;
	return latest;
}
