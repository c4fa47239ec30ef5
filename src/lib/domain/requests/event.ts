/** The history of a request: one line beside it for everything that happens to it. */
import type { IntentContext } from '../intent-types.ts';
import type { RequestEvent } from './request.ts';

type Detail = Pick<RequestEvent, 'kind'> &
	Partial<Pick<RequestEvent, 'text' | 'fields' | 'from' | 'to' | 'followUp'>>;

/** A row to append; the intent's own id is its key. */
export function eventRow(
	request: { id: string; accessPointId: string },
	context: IntentContext,
	detail: Detail
) {
	const fields: RequestEvent = {
		id: context.intentId,
		requestId: request.id,
		accessPointId: request.accessPointId,
		actorId: context.actor.userId,
		actorName: context.actor.name,
		at: context.occurredAt,
		text: '',
		fields: [],
		from: null,
		to: null,
		...detail
	};
	return { collection: 'events', key: context.intentId, fields };
}
