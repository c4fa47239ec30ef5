/** Who signs in, and which scopes of the shared records that opens. */

export const roles = ['operator', 'manager', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const CITY_SCOPE = 'city';

export function deskScope(accessPointId: string): string {
	return `desk:${accessPointId}`;
}

/** An operator sees their own access points; a manager the city; an administrator no case at all. */
export function scopesOfRole(role: Role, accessPointIds: readonly string[]): string[] {
	switch (role) {
		case 'operator':
			return accessPointIds.map(deskScope);
		case 'manager':
			return [CITY_SCOPE];
		case 'administrator':
			return [];
	}
}
