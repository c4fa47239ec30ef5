/** The administrator's work on access points. */
import type { Accounts } from '../../../../db/accounts.ts';
import type { AccessPoints } from '../../../../db/access-points.ts';
import type { Audit } from '../../../../db/audit.ts';
import type {
	AccessPointError,
	AccessPointInput,
	AccessPointList
} from '../../domain/administration/access-points.ts';
import { auditSubject } from '../../domain/devices/audit.ts';

type Result = { ok: true; value: { id: string } } | { ok: false; error: AccessPointError };

export type AccessPointAdministration = ReturnType<typeof createAccessPointAdministration>;

const SLUG_LENGTH = 40;

/** "Presidio San Felice" is `presidio-san-felice`: the command line names access points so. */
function slugOf(name: string): string {
	const plain = name.normalize('NFD').toLowerCase();
	const slug = plain.replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-');
	return slug.replace(/^-/, '').slice(0, SLUG_LENGTH).replace(/-$/, '') || 'presidio';
}

export function createAccessPointAdministration(
	accessPoints: AccessPoints,
	accounts: Pick<Accounts, 'city'>,
	audit: Audit
) {
	function freeId(name: string): string {
		const taken = new Set(accessPoints.list().map(({ id }) => id));
		const slug = slugOf(name);
		let id = slug;
		for (let number = 2; taken.has(id); number += 1) id = `${slug}-${number}`;
		return id;
	}

	function note(id: string, by: string, detail: 'added' | 'changed'): Result {
		const subject = auditSubject('access-points', id);
		audit.record({ kind: 'change', actor: by, subject, detail });
		return { ok: true, value: { id } };
	}

	return {
		list(): AccessPointList {
			return {
				accessPoints: accessPoints.list(),
				neighbourhoods: accounts.city()?.neighbourhoods ?? []
			};
		},

		/** @param by the administrator */
		add(input: AccessPointInput, by: string): Result {
			const id = freeId(input.name);
			const added = accessPoints.add(id, input);
			return added.ok ? note(id, by, 'added') : added;
		},

		change(id: string, input: AccessPointInput, by: string): Result {
			const changed = accessPoints.change(id, input);
			return changed.ok ? note(id, by, 'changed') : changed;
		}
	};
}
