/**
 * Making and changing the accounts of people who sign in: what the command line does, and the sample city.
 */
import { randomUUID } from 'node:crypto';
import type { Accounts, NewUser, User } from '../../../../db/accounts.ts';
import type { Devices } from '../../../../db/devices.ts';
import type { Sessions } from '../../../../db/sessions.ts';
import { roles, scopesOfRole, type Role } from '../../domain/roles.ts';
import { normaliseUsername } from '../../domain/session.ts';
import {
	generatePassphrase,
	hashPassphrase,
	passphraseProblem,
	type PassphraseProblem
} from './passphrases.ts';

export interface NewAccount {
	username: string;
	name: string;
	role: string;
	accessPointIds: readonly string[];
	/** Generated when it is not given. */
	passphrase?: string;
}

export type UserError =
	| { kind: 'invalid'; field: 'username' | 'name' | 'role' | 'access-points'; accepted: string }
	| { kind: 'weak-passphrase'; problem: PassphraseProblem }
	| { kind: 'username-taken' }
	| { kind: 'unknown-access-point'; accessPointId: string }
	| { kind: 'unknown-user'; username: string }
	/** Nobody would be left who can add people. */
	| { kind: 'last-administrator' };

type Result<Value> = { ok: true; value: Value } | { ok: false; error: UserError };

/** The new passphrase is answered once and kept nowhere. */
export type WithPassphrase = { user: User; passphrase: string };

export type Users = ReturnType<typeof createUsers>;

function isRole(text: string): text is Role {
	return (roles as readonly string[]).includes(text);
}

type Invalid = Extract<UserError, { kind: 'invalid' }>;

function error(field: Invalid['field'], accepted: string): Invalid {
	return { kind: 'invalid', field, accepted };
}

function invalidUsername(username: string): Invalid | null {
	if (/^[a-z][a-z0-9.-]{2,31}$/.test(username)) return null;
	return error(
		'username',
		'3 to 32 letters without accents, digits, dots or dashes, with a letter first'
	);
}

function invalid(account: Omit<NewAccount, 'username'>): Invalid | null {
	if (account.name.trim().length < 1 || account.name.length > 80) {
		return error('name', '1 to 80 characters');
	}
	if (!isRole(account.role)) return error('role', `one of ${roles.join(', ')}`);
	const hasDesks = account.role === 'operator' || account.role === 'volunteer';
	if (hasDesks && account.accessPointIds.length === 0) {
		return error('access-points', `at least one access point for the role ${account.role}`);
	}
	if (!hasDesks && account.accessPointIds.length > 0) {
		return error('access-points', `none for the role ${account.role}`);
	}
	return null;
}

function losesScope(before: User, after: Pick<User, 'role' | 'accessPointIds'>): boolean {
	const scopes = new Set(scopesOfRole(after.role, after.accessPointIds, before.id));
	return scopesOfRole(before.role, before.accessPointIds, before.id).some(
		(scope) => !scopes.has(scope)
	);
}

export function createUsers(
	accounts: Accounts,
	sessions: Sessions,
	devices: Pick<Devices, 'revokePerson' | 'revokeGrantsOfUser'>
) {
	function find(username: string): Result<User> {
		const user = accounts.userByUsername(normaliseUsername(username));
		return user
			? { ok: true, value: user }
			: { ok: false, error: { kind: 'unknown-user', username } };
	}

	/** Whether without this one nobody would be left who can add people. */
	function isLastAdministrator({ id, role, disabled }: User): boolean {
		const isInOffice = (user: User) => user.role === 'administrator' && !user.disabled;
		if (role !== 'administrator' || disabled) return false;
		return !accounts.users().some((other) => other.id !== id && isInOffice(other));
	}

	async function newUser(account: NewAccount, passphrase: string): Promise<NewUser> {
		return {
			id: randomUUID(),
			username: normaliseUsername(account.username),
			name: account.name.trim(),
			role: account.role as Role,
			passphraseHash: await hashPassphrase(passphrase),
			accessPointIds: account.accessPointIds,
			createdAt: Date.now()
		};
	}

	function userOf({ id, username, name, role, accessPointIds }: NewUser): User {
		return { id, username, name, role, disabled: false, accessPointIds: [...accessPointIds] };
	}

	return {
		list: (): User[] => accounts.users(),

		async add(account: NewAccount): Promise<Result<WithPassphrase>> {
			const username = normaliseUsername(account.username);
			const wrong = invalidUsername(username) ?? invalid(account);
			if (wrong) return { ok: false, error: wrong };
			const passphrase = account.passphrase ?? generatePassphrase();
			const problem = passphraseProblem(passphrase, username);
			if (problem) return { ok: false, error: { kind: 'weak-passphrase', problem } };
			const row = await newUser(account, passphrase);
			const added = accounts.addUser(row);
			if (!added.ok) return added;
			return { ok: true, value: { user: userOf(row), passphrase } };
		},

		/**
		 * Adds all of them at once, with one passphrase for all or one generated for each. For accounts that are part of
		 * the program, and for a passphrase that a setting has taken: neither is checked.
		 */
		async addSamples(
			list: readonly NewAccount[],
			passphrase: string | undefined
		): Promise<WithPassphrase[]> {
			const created: { row: NewUser; passphrase: string }[] = [];
			for (const account of list) {
				const own = passphrase ?? generatePassphrase();
				created.push({ row: await newUser(account, own), passphrase: own });
			}
			accounts.addUsers(created.map(({ row }) => row));
			return created.map(({ row, passphrase: own }) => ({ user: userOf(row), passphrase: own }));
		},

		/**
		 * Another name, role or other access points, from the next request on. Whoever may read less than before works on
		 * no tablet until they have signed in on it anew, and what they could open there gets new keys.
		 */
		change(
			username: string,
			change: Pick<NewAccount, 'name' | 'role' | 'accessPointIds'>
		): Result<User> {
			const found = find(username);
			if (!found.ok) return found;
			const wrong = invalid(change);
			if (wrong) return { ok: false, error: wrong };
			if (change.role !== 'administrator' && isLastAdministrator(found.value)) {
				return { ok: false, error: { kind: 'last-administrator' } };
			}
			const changed = {
				name: change.name.trim(),
				role: change.role as Role,
				accessPointIds: [...change.accessPointIds]
			};
			const before = found.value;
			const result = accounts.changeUser(before.id, changed, () => {
				if (losesScope(before, changed)) devices.revokePerson(before.id, Date.now());
			});
			if (!result.ok) return result;
			return { ok: true, value: { ...found.value, ...changed } };
		},

		/** Sets another passphrase, ends every session of the person, and has them sign in anew on every tablet. */
		async setPassphrase(username: string, given?: string): Promise<Result<WithPassphrase>> {
			const found = find(username);
			if (!found.ok) return found;
			const passphrase = given ?? generatePassphrase();
			const problem = passphraseProblem(passphrase, found.value.username);
			if (problem) return { ok: false, error: { kind: 'weak-passphrase', problem } };
			accounts.setPassphraseHash(found.value.id, await hashPassphrase(passphrase));
			sessions.endOfUser(found.value.id);
			devices.revokeGrantsOfUser(found.value.id, Date.now());
			return { ok: true, value: { user: found.value, passphrase } };
		},

		/** Nobody is deleted: what they did keeps its author. A disabled person is signed out everywhere at once, and off tablets. */
		disable(username: string): Result<{ user: User; endedSessions: number }> {
			const found = find(username);
			if (!found.ok) return found;
			if (isLastAdministrator(found.value)) {
				return { ok: false, error: { kind: 'last-administrator' } };
			}
			accounts.setDisabled(found.value.id, true);
			const endedSessions = sessions.endOfUser(found.value.id);
			devices.revokePerson(found.value.id, Date.now());
			return { ok: true, value: { user: { ...found.value, disabled: true }, endedSessions } };
		},

		enable(username: string): Result<User> {
			const found = find(username);
			if (!found.ok) return found;
			accounts.setDisabled(found.value.id, false);
			return { ok: true, value: { ...found.value, disabled: false } };
		}
	};
}
