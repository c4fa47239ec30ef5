/** What is written of a person who signs in, and what is wrong with it. */
import {
	hasAccessPoints,
	type AccountError,
	type AccountView
} from '$lib/domain/administration/people';
import type { Role } from '$lib/domain/roles';
import { m } from '$lib/paraglide/messages';

export type FormErrors = Partial<Record<'username' | 'name' | 'desks', string>>;

/** As the server accepts it: see src/lib/server/auth/users.ts. */
const USERNAME = /^[a-z][a-z0-9.-]{2,31}$/;

export class PersonForm {
	/** Null for somebody new. */
	person = $state.raw<AccountView | null>(null);
	username = $state('');
	name = $state('');
	role = $state<Role>('operator');
	accessPointIds = $state.raw<string[]>([]);
	errors = $state.raw<FormErrors>({});

	fill(person: AccountView | null): void {
		this.person = person;
		this.username = person?.username ?? '';
		this.name = person?.name ?? '';
		this.role = person?.role ?? 'operator';
		this.accessPointIds = person?.accessPointIds ?? [];
		this.errors = {};
	}

	get values() {
		return {
			name: this.name,
			role: this.role,
			accessPointIds: hasAccessPoints(this.role) ? this.accessPointIds : []
		};
	}

	/** @returns whether it can be sent */
	check(): boolean {
		const errors: FormErrors = {};
		if (!this.person && !USERNAME.test(this.username.trim().toLowerCase())) {
			errors.username = m.accounts_username_wrong();
		}
		if (!this.name.trim()) errors.name = m.admin_name_missing();
		if (hasAccessPoints(this.role) && this.accessPointIds.length === 0) {
			errors.desks = m.accounts_desks_missing();
		}
		this.errors = errors;
		return Object.keys(errors).length === 0;
	}

	/** Puts a refusal beside its field. @returns what belongs to no field, in words */
	refuse(error: AccountError): string | null {
		switch (error.kind) {
			case 'username-taken':
				this.errors = { username: m.accounts_username_taken() };
				return null;
			case 'unknown-access-point':
				this.errors = { desks: m.accounts_unknown_desk() };
				return null;
			case 'invalid':
				this.errors =
					error.field === 'username'
						? { username: m.accounts_username_wrong() }
						: error.field === 'access-points'
							? { desks: m.accounts_desks_missing() }
							: { name: m.admin_name_missing() };
				return null;
			case 'last-administrator':
				return m.accounts_last_administrator();
			case 'unknown':
				return m.admin_unknown();
		}
	}
}
