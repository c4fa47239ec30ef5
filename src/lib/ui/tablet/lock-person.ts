/** Somebody who has a slot on the tablet, as the locked screen shows them: their own name and role, nothing of any case. */
export interface LockPerson {
	userId: string;
	name: string;
	roleLabel: string;
	/** Whole days they may still work here without contact; null when none are left. */
	daysLeft: number | null;
	/** Until when their PIN opens, milliseconds since the epoch; null when they have none. */
	pinEndsAt: number | null;
}
