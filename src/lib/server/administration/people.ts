/**
 * The administrator's work on the people who sign in. What a person may no longer do ends at once, on the server and, from
 * its next contact on, on every tablet.
 */
import type { User } from '../../../../db/accounts.ts';
import type { Audit } from '../../../../db/audit.ts';
import type {
	AccountChange,
	AccountError,
	AccountList,
	AccountView,
	AccountWithPassphrase,
	NewAccountInput
} from '../../domain/administration/people.ts';
import { auditSubject, type AuditDetail, type AuditKind } from '../../domain/devices/audit.ts';
import type { UserError, Users } from '../auth/users.ts';

type Result<Value> = { ok: true; value: Value } | { ok: false; error: AccountError };

export type PeopleAdministration = ReturnType<typeof createPeopleAdministration>;

function errorOf(error: UserError): AccountError {
	switch (error.kind) {
		case 'unknown-user':
			return { kind: 'unknown' };
		case 'username-taken':
		case 'last-administrator':
			return { kind: error.kind };
		case 'unknown-access-point':
			return { kind: 'unknown-access-point' };
		case 'invalid':
			return { kind: 'invalid', field: error.field };
		case 'weak-passphrase':
			throw new Error('Passphrases that are made here are strong.');
	}
}

function byStateAndName(a: User, b: User): number {
	return Number(a.disabled) - Number(b.disabled) || a.name.localeCompare(b.name, 'it');
}

export function createPeopleAdministration(users: Users, audit: Pick<Audit, 'record'>) {
	const byId = (id: string) => users.list().find((user) => user.id === id);

	function note(user: User, by: string, detail: AuditDetail, kind: AuditKind = 'change'): void {
		audit.record({ kind, actor: by, subject: auditSubject('users', user.id), detail });
	}

	function unknown(): { ok: false; error: AccountError } {
		return { ok: false, error: { kind: 'unknown' } };
	}

	return {
		list: (): AccountList => ({ people: users.list().sort(byStateAndName) }),

		/** @param by the administrator */
		async add(input: NewAccountInput, by: string): Promise<Result<AccountWithPassphrase>> {
			const added = await users.add(input);
			if (!added.ok) return { ok: false, error: errorOf(added.error) };
			const { user, passphrase } = added.value;
			note(user, by, 'added');
			return { ok: true, value: { person: user, passphrase } };
		},

		change(id: string, change: AccountChange, by: string): Result<AccountView> {
			const before = byId(id);
			if (!before) return unknown();
			const changed = users.change(before.username, change);
			if (!changed.ok) return { ok: false, error: errorOf(changed.error) };
			note(changed.value, by, 'changed');
			return { ok: true, value: changed.value };
		},

		/** Ends every session, and what opens tablets with the old one. */
		async newPassphrase(id: string, by: string): Promise<Result<AccountWithPassphrase>> {
			const person = byId(id);
			if (!person) return unknown();
			const changed = await users.setPassphrase(person.username);
			if (!changed.ok) return { ok: false, error: errorOf(changed.error) };
			note(person, by, 'passphrase');
			return { ok: true, value: { person, passphrase: changed.value.passphrase } };
		},

		disable(id: string, by: string): Result<AccountView> {
			const person = byId(id);
			if (!person) return unknown();
			const disabled = users.disable(person.username);
			if (!disabled.ok) return { ok: false, error: errorOf(disabled.error) };
			note(person, by, 'disabled', 'revocation');
			return { ok: true, value: disabled.value.user };
		},

		enable(id: string, by: string): Result<AccountView> {
			const person = byId(id);
			if (!person) return unknown();
			const enabled = users.enable(person.username);
			if (!enabled.ok) return { ok: false, error: errorOf(enabled.error) };
			note(person, by, 'enabled');
			return { ok: true, value: enabled.value };
		}
	};
}
