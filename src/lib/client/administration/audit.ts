/** Who did what, for the administrator. */
import { auditExportSchema, auditPageSchema, type AuditFilter } from '$lib/domain/devices/audit';
import { ask } from './ask';

const PATH = '/api/admin/audit';

export function listAudit(filter: AuditFilter, cursor: string | null) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...filter, cursor })) {
		if (value !== undefined && value !== null) query.set(name, String(value));
	}
	return ask(`${PATH}?${query}`, { schema: auditPageSchema });
}

/** All that is found at once. That it was taken away is noted. */
export const exportAudit = (filter: AuditFilter) =>
	ask(`${PATH}/export`, { method: 'POST', body: filter, schema: auditExportSchema });
