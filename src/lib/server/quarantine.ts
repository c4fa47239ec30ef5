/**
 * The administrator's work on what the server could not read: looking, accepting, putting aside.
 */
import type { Accounts } from '../../../db/accounts.ts';
import type { Audit } from '../../../db/audit.ts';
import type { Devices } from '../../../db/devices.ts';
import type { Caller } from '../../../sync/merge/model.ts';
import type { Decision } from '../../../sync/server/records.ts';
import type { ServerStore } from '../../../sync/server/port.ts';
import type { QuarantineItem as StoredItem } from '../../../sync/server/records.ts';
import type {
	QuarantineDetail,
	QuarantineError,
	QuarantineItem,
	QuarantineList,
	QuarantineOutcome,
	QuarantineView
} from '../domain/quarantine.ts';
import { auditSubject } from '../domain/devices/audit.ts';
import { deviceOfActor } from '../domain/devices/device-api.ts';
import { callerOf } from './auth/auth.ts';
import { tabletCaller } from './devices/tablet-caller.ts';

/** More than anybody reads through; the oldest come first. */
const SHOWN = 200;

export type QuarantineResult<Value> =
	{ ok: true; value: Value } | { ok: false; error: QuarantineError };

export type Quarantine = ReturnType<typeof createQuarantine>;

/** Who an envelope says has written it. */
function actorOf(body: string): string | null {
	const sent: unknown = body === '' ? null : JSON.parse(body);
	const actor = (sent as { actor?: unknown } | null)?.actor;
	return typeof actor === 'string' ? actor : null;
}

export function createQuarantine(
	store: ServerStore,
	accounts: Pick<Accounts, 'userById'>,
	devices: Pick<Devices, 'byId'>,
	audit: Pick<Audit, 'record'>
) {
	function named(id: string) {
		const deviceId = deviceOfActor(id);
		const known = deviceId === null ? accounts.userById(id) : devices.byId(deviceId);
		return { id, name: known?.name ?? null };
	}

	/** In whose name it would be taken: a person's, or a tablet's, a revoked one's too. */
	function authorOf(actor: string): Caller | undefined {
		const deviceId = deviceOfActor(actor);
		if (deviceId === null) {
			const user = accounts.userById(actor);
			return user && callerOf(user);
		}
		const device = devices.byId(deviceId);
		return device && tabletCaller(device);
	}

	function itemOf(stored: Omit<StoredItem, 'deviceId'>, deviceId: string | null): QuarantineItem {
		const { id, reason, state, receivedAt, decidedAt } = stored;
		return {
			id,
			reason,
			state,
			receivedAt,
			sender: named(stored.actor),
			deviceId,
			tablet: (deviceId !== null && devices.byId(deviceId)?.name) || null,
			decidedBy: stored.decidedBy === null ? null : named(stored.decidedBy),
			decidedAt
		};
	}

	function note(id: string, { by, at }: Decision, detail: string): void {
		const subject = auditSubject('quarantine', id);
		audit.record({ kind: 'quarantine-decision', at, actor: by, subject, detail });
	}

	return {
		async list(view: QuarantineView): Promise<QuarantineList> {
			const { items, total } = await store.listQuarantine(view, SHOWN);
			return { items: items.map((item) => itemOf(item, item.deviceId)), total };
		},

		/** It may be about a person: that it was read is noted. @param by the administrator */
		async read(id: string, by: string): Promise<QuarantineDetail | undefined> {
			const entry = await store.readQuarantined(id);
			if (!entry) return undefined;
			audit.record({ kind: 'case-read', actor: by, subject: auditSubject('quarantine', id) });
			const { body, protocol, schemaVersion, deviceId } = entry;
			const actor = actorOf(body);
			const author = actor === null ? null : named(actor);
			return { ...itemOf(entry, deviceId), author, protocol, schemaVersion, body };
		},

		/** Has the server read it again, as what its author wrote. */
		async accept(id: string, decision: Decision): Promise<QuarantineResult<QuarantineOutcome>> {
			const entry = await store.readQuarantined(id);
			if (!entry) return { ok: false, error: { kind: 'unknown' } };
			const actor = actorOf(entry.body);
			const nobody: Caller = { userId: '', name: '', role: '', scopes: [] };
			// What names no author can be as unreadable as before: that is then the better thing to say.
			const author = (actor === null ? undefined : authorOf(actor)) ?? nobody;
			const result = await store.acceptQuarantined(id, author, decision);
			if (result.ok) {
				note(id, decision, 'accepted');
				const { outcome, reason } = result.outcome;
				return { ok: true, value: { outcome, ...(reason !== undefined && { reason }) } };
			}
			const { error } = result;
			switch (error.kind) {
				case 'still-unreadable':
					return { ok: true, value: { outcome: 'quarantined', reason: error.reason } };
				case 'not-the-author':
					return { ok: false, error: { kind: 'no-author' } };
				case 'unknown':
				case 'already-decided':
					return { ok: false, error };
			}
		},

		async setAside(id: string, decision: Decision): Promise<QuarantineResult<null>> {
			const result = await store.setAsideQuarantined(id, decision);
			if (!result.ok) return result;
			note(id, decision, 'set-aside');
			return { ok: true, value: null };
		}
	};
}
