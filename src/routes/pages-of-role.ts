/** Where each role begins, and which pages are theirs. Apart from navigation.ts, whose icons a citizen's phone never needs. */
import type { Role } from '$lib/domain/roles';

/** The first page of each role. */
export const homes: Record<Role, string> = {
	operator: '/oggi',
	manager: '/smistamento',
	volunteer: '/aiuti',
	administrator: '/amministrazione'
};

/** Pages of the desk that other roles may read too; the rest is the operators' and the manager's. */
const sharedPages: Partial<Record<Role, readonly string[]>> = {
	volunteer: ['/guida', '/aiuti', '/da-scegliere'],
	administrator: ['/guida', '/quarantena', '/amministrazione']
};

export function mayOpen(role: Role, pathname: string): boolean {
	const pages = sharedPages[role];
	return !pages || pages.some((page) => pathname === page || pathname.startsWith(`${page}/`));
}
