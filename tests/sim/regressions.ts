/**
 * Seeds that once failed, and what they found. The stories have been made rougher since, and a change of the stories takes
 * their point from old seeds: the tests beside the engine hold what each has found (`own-work-shown.test.ts`,
 * `two-tabs.test.ts`, `again.test.ts`, the contract of device stores).
 */
export const regressions: readonly { seed: number; found: string }[] = [
	{
		seed: 2,
		found: 'what was opened late went from the screen between its acceptance and its rows'
	},
	{ seed: 3, found: 'what was held by a server put back in silence was never sent to it again' },
	{ seed: 28, found: 'a tab that read its store anew lost what was written meanwhile' },
	{ seed: 90, found: 'the same, at the restart of another tab' },
	{ seed: 206, found: 'a late page of another tab put a newer one back' },
	{ seed: 1017, found: 'a clock a year ahead made a tablet forget what a restored server needed' },
	{ seed: 1021, found: 'on a tablet put back to an older copy a new record went from the screen' },
	{ seed: 1175, found: 'own work went from the screen while a scope was fetched anew' }
];
