/** What a page finds in the storage of its own browser, as whoever takes the device does. */
import type { Page } from '@playwright/test';

/** Everything that the databases of a tablet and the browser's small storages keep, as text. */
export function keptOnTablet(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const finished = <Result>(request: IDBRequest<Result>) =>
			new Promise<Result>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not read'));
			});
		const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
		for (const { name = '' } of await indexedDB.databases()) {
			if (!name.startsWith('sportello-device') && !name.includes('tablet')) continue;
			const database = await finished(indexedDB.open(name));
			for (const table of database.objectStoreNames) {
				kept.push(await finished(database.transaction(table).objectStore(table).getAll()));
			}
			database.close();
		}
		return JSON.stringify(kept);
	});
}

/** Whether the files that hold a second copy of what was registered are there. */
export function secondCopyOn(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const root = await navigator.storage.getDirectory();
		return root.getDirectoryHandle('journal').then(
			() => true,
			() => false
		);
	});
}
