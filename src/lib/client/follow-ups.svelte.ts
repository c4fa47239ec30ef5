/** What is to be done next about requests, as pages read and write it. */
import { v7 as uuidv7 } from 'uuid';
import type { FollowUp, FollowUpOutcome, FollowUpPlan } from '$lib/domain/follow-ups/follow-up';
import type { IntentArgs } from '$lib/domain/model';
import type { Conflict } from '../../../sync/protocol/pull';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, requireDesk, type OpenDesk } from './desk.svelte';
import { openedRecord, readRev, type OpenedRecord } from './read-rev';
import { recordSync, type RecordSync } from './record-sync';
import { intent, write, type WriteResult } from './write';

export type FollowUpView = FollowUp & { sync: RecordSync; conflicts: Conflict[] };

function view(desk: OpenDesk, row: ViewRow): FollowUpView {
	// The engine let the row in only after the domain's schema had read it.
	const fields = row.fields as unknown as FollowUp;
	return { ...fields, sync: recordSync(desk, row.seqs), conflicts: row.conflicts };
}

export const followUps = {
	/** The ones to come first. */
	get all(): FollowUpView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('followups').values()]
			.map((row) => view(desk, row))
			.sort((a, b) => a.dueAt - b.dueAt);
	},

	/** The open steps of one request, the ones to come first. */
	openOf(requestId: string): FollowUpView[] {
		return followUps.all.filter((step) => step.requestId === requestId && step.status === 'open');
	},

	get(id: string): FollowUpView | undefined {
		const desk = openDesk();
		const row = desk?.client.replica.row({ collection: 'followups', key: id });
		return desk && row ? view(desk, row) : undefined;
	},

	/** Durable on this device when it resolves. */
	async plan(
		request: { id: string; accessPointId: string },
		plan: FollowUpPlan
	): Promise<WriteResult & { id: string }> {
		const followUpId = uuidv7();
		const { id: requestId, accessPointId } = request;
		const result = await write(requireDesk(), [
			intent('followup.plan', { followUpId, requestId, accessPointId, plan })
		]);
		return { ...result, id: followUpId };
	},

	/** To be kept from when somebody begins to change it. */
	opened: (step: FollowUpView): OpenedRecord =>
		openedRecord(requireDesk().client.replica, 'followups', step),

	/** @param options `opened`: as it was when whoever changes it began */
	reschedule(
		id: string,
		changes: IntentArgs<'followup.reschedule'>['changes'],
		{ settles = [], opened }: { settles?: string[]; opened?: OpenedRecord } = {}
	): Promise<WriteResult> {
		const desk = requireDesk();
		const row = desk.client.replica.row({ collection: 'followups', key: id });
		const rev = readRev(row, opened, changes);
		return write(desk, [intent('followup.reschedule', { followUpId: id, changes, settles }, rev)]);
	},

	/** Says how it went. */
	finish(id: string, outcome: FollowUpOutcome, text = ''): Promise<WriteResult> {
		return write(requireDesk(), [
			intent('followup.close', { followUpId: id, status: 'done', outcome, text })
		]);
	},

	/** Calls it off. */
	cancel(id: string): Promise<WriteResult> {
		return write(requireDesk(), [
			intent('followup.close', { followUpId: id, status: 'cancelled', outcome: null, text: '' })
		]);
	},

	reopen(id: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('followup.reopen', { followUpId: id })]);
	}
};
