/**
 * Whether a person's database holds records that exist nowhere else. It asks the database and not what a page has read
 * of it: a page may not have read it yet, and another tab may have written since.
 */
import { needsFixing } from '../sync/status.ts';
import type { DeviceDatabase } from './device-database.ts';

/** Drafts do not count: whoever signs out is asked about them. */
export function holdsWhatIsOnlyHere(database: DeviceDatabase): Promise<boolean> {
	const { meta, outbox, exceptions } = database;
	return database.transaction('r', [meta, outbox, exceptions], async () => {
		const stored = await meta.get('meta');
		if ((stored?.missing.length ?? 0) > 0) return true;
		if (
			(await outbox
				.where('seq')
				.above(stored?.answeredSeq ?? 0)
				.count()) > 0
		)
			return true;
		return (await exceptions.filter(needsFixing).count()) > 0;
	});
}
