/**
 * What an administrator decides of a quarantined intent, purely.
 *
 * Invariants
 * - Accepting runs what was sent, as it was sent, in its author's name and at its own time: the administrator adds
 *   nothing to it, and authorisation and transitions hold as for anybody.
 * - What became of somebody else's intent under the same id is no answer to this one: it stays where it is.
 * - What is decided once stays decided; what still cannot be read stays where it is. Nothing is ever deleted.
 */
import type { Caller, ServerModel } from '../merge/model.ts';
import { deriveOccurredAt } from '../merge/occurred-at.ts';
import {
	createIntentApplier,
	ID_TAKEN,
	isAnswerTo,
	type Answer,
	type ApplyState,
	type Effects
} from './apply-intents.ts';
import { needsOf, readSent, type PushNeeds, type Reading } from './decide-push.ts';
import type { SentElsewhere } from './erase.ts';
import { isOpen, type Decision, type QuarantineEntry } from './records.ts';

export type QuarantineError =
	| { kind: 'unknown' }
	/** Somebody has accepted it already, or it was erased. */
	| { kind: 'already-decided' }
	/** `reason` is why, which may be another than at first. */
	| { kind: 'still-unreadable'; reason: string }
	/** It was written by somebody else than it is to be accepted for. */
	| { kind: 'not-the-author' };

export type QuarantineDecision =
	| { ok: true; entry: QuarantineEntry; effects: Effects; outcome: Answer }
	| { ok: false; error: QuarantineError };

export type AcceptResult = { ok: true; outcome: Answer } | { ok: false; error: QuarantineError };
export type SetAsideResult =
	| { ok: true }
	| { ok: false; error: Extract<QuarantineError, { kind: 'unknown' | 'already-decided' }> };

function readEntry(entry: QuarantineEntry, model: ServerModel): Reading {
	return readSent(JSON.parse(entry.body), entry, model);
}

/** What an erasure reads of it. */
export function sentInQuarantine(
	entry: Pick<QuarantineEntry, 'id' | 'body' | 'protocol' | 'schemaVersion'>,
	model: ServerModel
): SentElsewhere {
	const body: unknown = JSON.parse(entry.body);
	const reading = readSent(body, entry, model);
	const where =
		'unreadable' in reading
			? { target: null, creates: false }
			: { target: reading.target, creates: reading.definition.creates };
	return { id: entry.id, ...where, body };
}

export function neededForQuarantined(entry: QuarantineEntry, model: ServerModel): PushNeeds {
	return needsOf(isOpen(entry) ? [readEntry(entry, model)] : []);
}

export function acceptQuarantined(
	entry: QuarantineEntry,
	author: Caller,
	{ by, at }: Decision,
	state: ApplyState,
	model: ServerModel
): QuarantineDecision {
	if (!isOpen(entry)) return { ok: false, error: { kind: 'already-decided' } };
	const reading = readEntry(entry, model);
	if ('unreadable' in reading) {
		return { ok: false, error: { kind: 'still-unreadable', reason: reading.unreadable } };
	}
	const { envelope } = reading;
	if (envelope.actor !== author.userId) return { ok: false, error: { kind: 'not-the-author' } };

	const applier = createIntentApplier(state, model);
	const { receivedAt, storeId, deviceNow } = entry;
	const { occurredAt, clockSuspect } = deriveOccurredAt(envelope.at, deviceNow, receivedAt);
	const sending = { caller: author, storeId, occurredAt, receivedAt };
	const flags = clockSuspect ? ['clock'] : [];
	// The same intent may have come again since, in a form that could be read.
	const earlier = applier.earlier(envelope.id);
	if (earlier && !isAnswerTo(earlier, reading)) {
		return { ok: false, error: { kind: 'still-unreadable', reason: ID_TAKEN } };
	}
	const decided = earlier ?? applier.decide(reading, sending, flags);
	const outcome = applier.answer(decided);
	const isErased = outcome.outcome === 'erased';
	return {
		ok: true,
		entry: {
			...entry,
			state: isErased ? 'erased' : 'decided',
			body: isErased ? '' : entry.body,
			decidedBy: by,
			decidedAt: at
		},
		effects: applier.effects(),
		outcome
	};
}

/** Its author has sent it again, in another form that was taken. */
export function correctedQuarantined(
	entry: QuarantineEntry,
	{ by, at }: Decision
): QuarantineEntry {
	return { ...entry, state: 'decided', decidedBy: by, decidedAt: at };
}

/** Looked at and left: it stays, marked. */
export function setAsideQuarantined(entry: QuarantineEntry, { by, at }: Decision): QuarantineEntry {
	return { ...entry, state: 'set-aside', decidedBy: by, decidedAt: at };
}
