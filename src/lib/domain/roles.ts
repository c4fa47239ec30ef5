/** Who signs in, and which scopes of the shared records that opens. */

export const roles = ['operator', 'manager', 'volunteer', 'administrator'] as const;
export type Role = (typeof roles)[number];

/**
 * In the place of a role where the author is a locked tablet (`deviceActor`). Nobody signs in with it, and no scope is
 * read in it.
 */
export const TABLET_ROLE = 'tablet';

export const CITY_SCOPE = 'city';

export function deskScope(accessPointId: string): string {
	return `desk:${accessPointId}`;
}

export function volunteerScope(userId: string): string {
	return `volunteer:${userId}`;
}

/** In which role a scope is read; undefined for one that nobody reads. */
export function readerOfScope(scope: string): 'operator' | 'manager' | 'volunteer' | undefined {
	if (scope === CITY_SCOPE) return 'manager';
	if (scope.startsWith('desk:')) return 'operator';
	return scope.startsWith('volunteer:') ? 'volunteer' : undefined;
}

/**
 * An operator sees their own access points; a manager the city; a volunteer what they offer themselves; an administrator
 * no case at all.
 */
export function scopesOfRole(
	role: Role,
	accessPointIds: readonly string[],
	userId: string
): string[] {
	switch (role) {
		case 'operator':
			return accessPointIds.map(deskScope);
		case 'manager':
			return [CITY_SCOPE];
		case 'volunteer':
			return [volunteerScope(userId)];
		case 'administrator':
			return [];
	}
}
