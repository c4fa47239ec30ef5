/** The people who sign in, for the administrator. */
import {
	accountErrorSchema,
	accountListSchema,
	accountViewSchema,
	accountWithPassphraseSchema,
	type AccountChange,
	type NewAccountInput
} from '$lib/domain/administration/people';
import { ask } from './ask';

const PATH = '/api/admin/people';
const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
const refusals = accountErrorSchema;

export const listPeople = () => ask(PATH, { schema: accountListSchema });

export const addPerson = (body: NewAccountInput) =>
	ask(PATH, { method: 'POST', body, schema: accountWithPassphraseSchema, refusals });

export const changePerson = (id: string, body: AccountChange) =>
	ask(pathOf(id), { method: 'PUT', body, schema: accountViewSchema, refusals });

export const makePassphrase = (id: string) =>
	ask(`${pathOf(id)}/passphrase`, {
		method: 'POST',
		schema: accountWithPassphraseSchema,
		refusals
	});

export const setPersonEnabled = (id: string, enabled: boolean) =>
	ask(`${pathOf(id)}/${enabled ? 'enable' : 'disable'}`, {
		method: 'POST',
		schema: accountViewSchema,
		refusals
	});
