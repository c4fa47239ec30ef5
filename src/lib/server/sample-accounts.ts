/**
 * One account for each role of the sample city, and a second operator at another desk.
 */
import type { NewAccount, Users, WithPassphrase } from './auth/users.ts';

const accounts: readonly NewAccount[] = [
	{ username: 'marta', name: 'Marta R.', role: 'operator', accessPointIds: ['cambonino'] },
	{ username: 'davide', name: 'Davide C.', role: 'operator', accessPointIds: ['zaist'] },
	{ username: 'chiara', name: 'Chiara F.', role: 'manager', accessPointIds: [] },
	{ username: 'piero', name: 'Piero G.', role: 'volunteer', accessPointIds: ['cambonino'] },
	{ username: 'ada', name: 'Ada L.', role: 'administrator', accessPointIds: [] }
];

export function createSampleAccounts(
	users: Users,
	passphrase: string | undefined
): Promise<WithPassphrase[]> {
	return users.addSamples(accounts, passphrase);
}

/** What is shown on the terminal, once: the database keeps no passphrase. */
export function describeSampleAccounts(created: readonly WithPassphrase[]): string {
	const rows = [
		['role', 'username', 'passphrase', 'access point'],
		...created.map(({ user, passphrase }) => [
			user.role,
			user.username,
			passphrase,
			user.accessPointIds.join(', ') || '-'
		])
	];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
	const lines = rows.map((row) =>
		row
			.map((cell, i) => cell.padEnd(widths[i]!))
			.join('  ')
			.trim()
	);
	return [
		'',
		'Sample accounts. They are shown only now: write them down, or set SAMPLE_PASSPHRASE.',
		'',
		...lines.map((line) => `  ${line}`),
		'',
		''
	].join('\n');
}
