/** The board's columns, and what stands in them. */
import { isOpen, type RequestStatus } from '$lib/domain/requests/status';

export const boardColumns = [
	{ id: 'requested', statuses: ['requested', 'draft'] },
	{ id: 'accepted', statuses: ['accepted'] },
	{ id: 'on-hold', statuses: ['on-hold'] },
	{ id: 'in-progress', statuses: ['in-progress'] }
] as const satisfies readonly { id: RequestStatus; statuses: readonly RequestStatus[] }[];

/** Every open state has its column: none is out of sight. */
export function columnOf(status: RequestStatus): (typeof boardColumns)[number]['id'] | null {
	if (!isOpen(status)) return null;
	const column = boardColumns.find(({ statuses }) =>
		(statuses as readonly RequestStatus[]).includes(status)
	);
	return column?.id ?? null;
}
