/** The people who sign in, as the administrator sees and changes them: `/api/admin/people`. */
import * as v from 'valibot';
import { roles, type Role } from '../roles.ts';

export const accountViewSchema = v.object({
	id: v.string(),
	username: v.string(),
	name: v.string(),
	role: v.picklist(roles),
	disabled: v.boolean(),
	accessPointIds: v.array(v.string())
});
export type AccountView = v.InferOutput<typeof accountViewSchema>;

export const accountListSchema = v.object({
	/** By name; those who can no longer sign in come last. */
	people: v.array(accountViewSchema)
});
export type AccountList = v.InferOutput<typeof accountListSchema>;

/** Who works at access points; the others work for the whole city. */
export function hasAccessPoints(role: Role): boolean {
	return role === 'operator' || role === 'volunteer';
}

const changeableEntries = {
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	role: v.picklist(roles),
	accessPointIds: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(200))
};

export const accountChangeSchema = v.object(changeableEntries);
export type AccountChange = v.InferOutput<typeof accountChangeSchema>;

export const newAccountSchema = v.object({
	...changeableEntries,
	username: v.pipe(v.string(), v.minLength(1), v.maxLength(64))
});
export type NewAccountInput = v.InferOutput<typeof newAccountSchema>;

/** The passphrase is answered once and kept nowhere. */
export const accountWithPassphraseSchema = v.object({
	person: accountViewSchema,
	passphrase: v.string()
});
export type AccountWithPassphrase = v.InferOutput<typeof accountWithPassphraseSchema>;

export const accountErrorSchema = v.object({
	error: v.variant('kind', [
		v.object({ kind: v.literal('unknown') }),
		v.object({ kind: v.literal('username-taken') }),
		v.object({ kind: v.literal('last-administrator') }),
		v.object({ kind: v.literal('unknown-access-point') }),
		v.object({
			kind: v.literal('invalid'),
			field: v.picklist(['username', 'name', 'role', 'access-points'])
		})
	])
});
export type AccountError = v.InferOutput<typeof accountErrorSchema>['error'];
