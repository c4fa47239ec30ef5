/**
 * Which backups are due and which are kept. A backup's name tells when it was made, on the server's own clock and in its
 * time zone: that survives copying, which a file's date does not.
 */

/** The hour at which nobody sits at a desk. */
const QUIET_HOUR = 3;
const DAILY_KEPT = 7;
const WEEKLY_KEPT = 4;

const NAME = /^sportello-(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)\.sqlite$/;

const two = (value: number) => String(value).padStart(2, '0');

/** `sportello-2026-11-22-0300.sqlite` */
export function backupName(at: Date): string {
	const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
	return `sportello-${day}-${two(at.getHours())}${two(at.getMinutes())}.sqlite`;
}

/** When a backup was made; null for a file that is none of ours. */
export function backupTime(name: string): Date | null {
	const [, year, month, day, hours, minutes] = (NAME.exec(name) ?? []).map(Number);
	if (year === undefined || month === undefined) return null;
	return new Date(year, month - 1, day, hours, minutes);
}

/** The last time that it was the quiet hour. */
function lastQuietHour(now: Date): Date {
	const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), QUIET_HOUR);
	if (today <= now) return today;
	return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, QUIET_HOUR);
}

/** Whether the latest backup is from before the last quiet hour; one that was missed is made up for at once. */
export function isBackupDue(latest: Date | null, now: Date): boolean {
	return latest === null || latest < lastQuietHour(now);
}

/** Weeks begin on Monday; which is the first does not matter. */
function weekOf(at: Date): number {
	const dayNumber = Math.floor(
		Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000
	);
	// Day 0 was a Thursday.
	return Math.floor((dayNumber + 3) / 7);
}

/** The backups no longer wanted: kept are the latest of each of the last 7 days, and of each of the last 4 weeks. */
export function staleBackups(names: readonly string[]): string[] {
	const backups = names
		.flatMap((name) => {
			const at = backupTime(name);
			return at ? [{ name, at }] : [];
		})
		.toSorted((a, b) => b.at.getTime() - a.at.getTime());
	const kept = new Set<string>();
	const keepLatestOfEach = (period: (at: Date) => string | number, count: number) => {
		const seen = new Set<string | number>();
		for (const { name, at } of backups) {
			if (seen.has(period(at))) continue;
			if (seen.size === count) return;
			seen.add(period(at));
			kept.add(name);
		}
	};
	keepLatestOfEach((at) => at.toDateString(), DAILY_KEPT);
	keepLatestOfEach(weekOf, WEEKLY_KEPT);
	return backups.map(({ name }) => name).filter((name) => !kept.has(name));
}
