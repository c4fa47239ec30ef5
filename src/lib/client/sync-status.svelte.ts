/** What the chip and the drawer show, and what a person can do about it. */
import type { IntentArgs, IntentName } from '$lib/domain/model';
import type { Fields, RowRef } from '../../../sync/protocol/json';
import type { Envelope } from '../../../sync/protocol/envelope';
import { UNREADABLE } from '../../../sync/protocol/sealed';
import { intents } from '$lib/domain/model';
import { deskState, openDesk, requireDesk } from './desk.svelte';
import { onceAfterChange, type OpenDesk } from './open-desk';
import { recordSync, type RecordSync } from './record-sync';
import { isUnsent } from '../../../sync/client/again';
import { isStillSealed, needsFixing } from '../../../sync/client/exceptions';
import { countSaves } from './sync/saves';
import { sendNow, type SendResult } from './sync/send-now';
import { goesWithNext, syncStatusOf, type ChipKind, type SyncStatus } from './sync/status';
import { setAside, toFix, type ToFix } from './sync/to-fix';
import { durably, intent, type WriteResult } from './write';

export type { ChipKind, SendResult, SyncStatus };

export interface OutboxItem {
	seq: number;
	id: string;
	name: IntentName;
	args: Fields;
	/** Device clock, milliseconds since the epoch. */
	at: number;
	actorId: string;
	target: RowRef;
	state: RecordSync;
	/** It only waits for an earlier step, and its record is on the server: it can go without that step. */
	canGoAlone: boolean;
}

/** Something to put right, with what waits for it. */
export interface ItemToFix {
	item: OutboxItem;
	/** A code of the domain or of the engine. */
	reason: string;
	/** The server could not open it: nothing is wrong with what it says. */
	isUnopened: boolean;
	waiting: OutboxItem[];
}

/** To be put right by somebody whose records are not read here. */
export interface OthersToFix {
	actorId: string;
	count: number;
	isUnopened: boolean;
}

/** Confirmed ones the drawer still names. */
const CONFIRMED_SHOWN = 20;

const closed: SyncStatus = {
	chip: 'nothing-to-send',
	unsent: 0,
	toFix: 0,
	waiting: 0,
	sealed: 0,
	unopenedOf: [],
	stuck: 0,
	missing: 0,
	oldestUnsentAt: null,
	lastContactAt: null,
	online: true,
	clockWrong: false,
	signInNeeded: false,
	readOnly: false,
	serverPutBack: false,
	stopped: null
};

function isKnown(name: string): name is IntentName {
	return Object.hasOwn(intents, name);
}

function outboxItem(desk: OpenDesk, envelope: Envelope): OutboxItem[] {
	const { seq, id, name, args, at, actor } = envelope;
	if (!isKnown(name)) return [];
	const definition = intents[name] as { kind: string; target(args: Fields): RowRef };
	const target = definition.target(args);
	const canGoAlone = definition.kind === 'transition' && desk.client.replica.hasBase(target);
	const state = recordSync(desk, [seq]);
	return [{ seq, id, name, args, at, actorId: actor, target, state, canGoAlone }];
}

function itemsToFix(desk: OpenDesk, groups: ToFix[]): ItemToFix[] {
	return groups.flatMap(({ refused, exception, waiting }) =>
		outboxItem(desk, refused).map((item) => ({
			item,
			reason: exception.reason ?? exception.outcome,
			isUnopened: isStillSealed(exception),
			waiting: waiting.flatMap((envelope) => outboxItem(desk, envelope))
		}))
	);
}

const whileOnline = onceAfterChange(({ client }) => syncStatusOf(client, true));
const whileOffline = onceAfterChange(({ client }) => syncStatusOf(client, false));

export const syncStatus = {
	get current(): SyncStatus {
		const desk = openDesk();
		if (desk) {
			// A practice has no way to any server, whatever the network.
			const isOnline = navigator.onLine && !deskState.isPractice;
			return isOnline ? whileOnline(desk) : whileOffline(desk);
		}
		const { current } = deskState;
		if (current.kind !== 'failed') return closed;
		return { ...closed, readOnly: current.error === 'read-only', stopped: current.error };
	},

	/** Oldest first. */
	get toFix(): ItemToFix[] {
		const desk = openDesk();
		return desk ? itemsToFix(desk, toFix(desk.client.replica)) : [];
	},

	/** Of whoever may unlock this tablet. */
	nameOf(userId: string): string | null {
		return openDesk()?.nameOf?.(userId) ?? null;
	},

	/** What is sealed to others and stays here until they unlock, by who and why. */
	get othersToFix(): OthersToFix[] {
		const desk = openDesk();
		if (!desk) return [];
		const found = new Map<string, OthersToFix>();
		for (const { refused, exception } of toFix(desk.client.replica)) {
			if (refused.name !== UNREADABLE) continue;
			const isUnopened = isStillSealed(exception);
			const key = `${refused.actor} ${isUnopened}`;
			const count = (found.get(key)?.count ?? 0) + 1;
			found.set(key, { actorId: refused.actor, count, isUnopened });
		}
		return [...found.values()];
	},

	/** What was given up, the newest first. */
	get setAside(): ItemToFix[] {
		const desk = openDesk();
		return desk ? itemsToFix(desk, setAside(desk.client.replica)).reverse() : [];
	},

	/** Unsent, held, and the last confirmed ones; newest first. */
	get outbox(): OutboxItem[] {
		const desk = openDesk();
		if (!desk) return [];
		const { replica } = desk.client;
		const { outbox, exceptions } = replica;
		const waiting = new Set(
			toFix(desk.client.replica).flatMap((group) => group.waiting.map(({ seq }) => seq))
		);
		const newestFirst = [...outbox.values()].sort((a, b) => b.seq - a.seq);
		let confirmed = 0;
		return newestFirst
			.filter((envelope) => {
				const exception = exceptions.get(envelope.seq);
				if (exception) return exception.outcome === 'held';
				if (waiting.has(envelope.seq)) return false;
				const next = envelope.seq + 1;
				const isOnItsWay = isUnsent(replica, envelope.seq);
				if (goesWithNext(envelope, outbox) && (!isOnItsWay || isUnsent(replica, next)))
					return false;
				if (isOnItsWay) return true;
				confirmed += 1;
				return confirmed <= CONFIRMED_SHOWN;
			})
			.flatMap((envelope) => outboxItem(desk, envelope));
	},

	/** What this device wrote when it made a record, also when the record is not shown because the server refused it. */
	writtenAs(target: RowRef): Fields | undefined {
		const own = openDesk()?.client.replica.own(target) ?? [];
		return own.findLast(({ name }) => isKnown(name) && intents[name].creates)?.args;
	},

	async sendNow(): Promise<SendResult> {
		const desk = openDesk();
		return desk ? sendNow(desk.client) : 'sign-in-needed';
	},

	/** Sends a refused record again as it is, with what waits for it. */
	retry(seq: number): Promise<WriteResult> {
		return durably(requireDesk().client.supersede(seq, null));
	},

	/** Sends a refused record again, corrected, with what waits for it: what goes to another desk goes there together. */
	async correct<Name extends IntentName>(
		seq: number,
		name: Name,
		args: IntentArgs<Name>
	): Promise<WriteResult> {
		const checked = intent(name, args);
		if (!checked.ok) return checked;
		const { client } = requireDesk();
		const desk = client.replica.outbox.get(seq)?.args.accessPointId;
		const { accessPointId = null } = checked.input.args;
		return durably(
			client.supersede(seq, checked.input, (waiting) =>
				desk !== undefined && waiting.args.accessPointId === desk
					? { ...waiting.args, accessPointId }
					: waiting.args
			)
		);
	},

	/** Gives a refused record up, with what waits for it: kept here, nothing to do about it any more. */
	putAside(seq: number): Promise<WriteResult> {
		return durably(requireDesk().client.setAside(seq));
	},

	takeBack(seq: number): Promise<WriteResult> {
		return durably(requireDesk().client.takeBack(seq));
	},

	/**
	 * What is not on the server, as a file to carry by hand. It is in clear: whoever has it reads it.
	 * @param only these seqs, put aside or not; without it, everything that is to go or to be fixed
	 */
	exportUnsent(only?: readonly number[]): Blob {
		const { client, readings } = requireDesk();
		const { replica } = client;
		const { outbox, exceptions, meta } = replica;
		const kept = [...outbox.values()].filter((envelope) => {
			if (only) return only.includes(envelope.seq);
			const exception = exceptions.get(envelope.seq);
			return exception ? needsFixing(exception) : isUnsent(replica, envelope.seq);
		});
		const { deviceId, storeId } = meta;
		// A file of a practice is not to be mistaken for records that somebody carries by hand.
		const format = deskState.isPractice ? 'sportello-practice' : 'sportello-intents';
		const file = { format, version: 1, deviceId, storeId, intents: kept };
		void readings.saved(countSaves(kept));
		return new Blob([JSON.stringify(file, null, '\t')], { type: 'application/json' });
	}
};
