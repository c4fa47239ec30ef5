/** What the chip and the drawer show, and what a person can do about it. */
import type { IntentName } from '$lib/domain/model';
import type { Fields, RowRef } from '../../../sync/protocol/json';
import type { Envelope } from '../../../sync/protocol/envelope';
import { intents } from '$lib/domain/model';
import { deskState, openDesk, type OpenDesk } from './desk.svelte';
import { recordSync, type RecordSync } from './record-sync';
import { needsFixing } from '../../../sync/client/exceptions';
import { goesWithNext, syncStatusOf, type ChipKind, type SyncStatus } from './sync/status';

export type { ChipKind, SyncStatus };

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
}

export type SendResult = 'sent' | 'offline' | 'server-silent' | 'captive-portal' | 'sign-in-needed';

/** Confirmed ones the drawer still names. */
const CONFIRMED_SHOWN = 20;

const closed: SyncStatus = {
	chip: 'nothing-to-send',
	unsent: 0,
	toFix: 0,
	waiting: 0,
	missing: 0,
	oldestUnsentAt: null,
	lastContactAt: null,
	online: true,
	clockWrong: false,
	signInNeeded: false,
	readOnly: false,
	stopped: null
};

function isKnown(name: string): name is IntentName {
	return Object.hasOwn(intents, name);
}

function outboxItem(desk: OpenDesk, envelope: Envelope): OutboxItem[] {
	const { seq, id, name, args, at, actor } = envelope;
	if (!isKnown(name)) return [];
	const definition = intents[name] as { target(args: Fields): RowRef };
	const target = definition.target(args);
	return [{ seq, id, name, args, at, actorId: actor, target, state: recordSync(desk, [seq]) }];
}

export const syncStatus = {
	get current(): SyncStatus {
		const desk = openDesk();
		if (desk) {
			return syncStatusOf(desk.client, navigator.onLine);
		}
		const { current } = deskState;
		if (current.kind !== 'failed') return closed;
		return { ...closed, readOnly: current.error === 'read-only', stopped: current.error };
	},

	/** To fix, unsent, and the last confirmed ones; newest first. */
	get outbox(): OutboxItem[] {
		const desk = openDesk();
		if (!desk) return [];
		const { outbox, exceptions, meta } = desk.client.replica;
		const newestFirst = [...outbox.values()].sort((a, b) => b.seq - a.seq);
		let confirmed = 0;
		return newestFirst
			.filter((envelope) => {
				const exception = exceptions.get(envelope.seq);
				if (exception) return needsFixing(exception) || exception.outcome === 'held';
				if (goesWithNext(envelope, outbox)) return false;
				if (envelope.seq > meta.answeredSeq) return true;
				confirmed += 1;
				return confirmed <= CONFIRMED_SHOWN;
			})
			.flatMap((envelope) => outboxItem(desk, envelope));
	},

	async sendNow(): Promise<SendResult> {
		const desk = openDesk();
		if (!desk) return 'sign-in-needed';
		const { kind } = await desk.client.contactNow();
		switch (kind) {
			case 'ok':
				return 'sent';
			case 'not-understood':
				return 'server-silent';
			default:
				return kind;
		}
	},

	/** Sends a refused record again as it is, with what waits for it. */
	async retry(seq: number): Promise<void> {
		const desk = openDesk();
		if (!desk) throw new Error('Nobody is signed in');
		await desk.client.supersede(seq, null);
	},

	/** Everything that is not on the server, as a file to carry by hand. It is in clear: whoever has it reads it. */
	async exportUnsent(): Promise<Blob> {
		const desk = openDesk();
		if (!desk) throw new Error('Nobody is signed in');
		const { outbox, exceptions, meta } = desk.client.replica;
		const kept = [...outbox.values()].filter((envelope) => {
			const exception = exceptions.get(envelope.seq);
			return envelope.seq > meta.answeredSeq || (exception && needsFixing(exception));
		});
		const { deviceId, storeId } = meta;
		const file = { format: 'sportello-intents', version: 1, deviceId, storeId, intents: kept };
		return new Blob([JSON.stringify(file, null, '\t')], { type: 'application/json' });
	}
};
