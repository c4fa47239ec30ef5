/** When this tablet was last locked, and whose work stands behind the lock: in this tab alone, and nothing of the work. */
const KEY = 'sportello.last-lock';

export interface LastLock {
	userId: string;
	/** Device clock, milliseconds since the epoch. */
	at: number;
	/** After so many minutes without a touch; null when somebody locked it. */
	idleMinutes: number | null;
	/** They have said that somebody else comes next. */
	isPassedOn: boolean;
}

export const lastLock = {
	read(): LastLock | null {
		const text = sessionStorage.getItem(KEY);
		return text === null ? null : (JSON.parse(text) as LastLock);
	},
	write(lock: LastLock): void {
		sessionStorage.setItem(KEY, JSON.stringify(lock));
	}
};
