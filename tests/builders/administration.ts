/** The endpoints of an administrator, called as Kit would, on a server of two desks with one person of each role. */
import type { Role } from '../../src/lib/domain/roles.ts';
import { callerOf } from '../../src/lib/server/auth/auth.ts';
import { getApp } from '../../src/lib/server/current-app.ts';
import { aCity } from './city.ts';
import { runApp } from './running-app.ts';

const people: readonly [username: string, role: Role, accessPointIds: string[]][] = [
	['marta', 'operator', ['cambonino']],
	['chiara', 'manager', []],
	['piero', 'volunteer', ['cambonino']],
	['root', 'administrator', []]
];

/** Whoever is not the administrator, and what they are answered. */
export const outsiders: readonly [username: string | null, status: number, kind: string][] = [
	[null, 401, 'not-signed-in'],
	['marta', 403, 'not-your-role'],
	['chiara', 403, 'not-your-role'],
	['piero', 403, 'not-your-role']
];

/** @returns what stops it and deletes its data */
export async function startAdministeredServer(): Promise<() => Promise<void>> {
	const { app, stop } = await runApp();
	const { accounts, users } = app;
	accounts.addCity(aCity());
	for (const [username, role, accessPointIds] of people) {
		await users.add({ username, name: `${username} R.`, role, accessPointIds });
	}
	return stop;
}

export function idOf(username: string): string {
	const user = getApp().accounts.userByUsername(username);
	if (!user) throw new Error(`There is no ${username}.`);
	return user.id;
}

export interface Call {
	id?: string;
	body?: unknown;
	query?: Record<string, string>;
}

export type Handler = (event: never) => Response | Promise<Response>;

/** @param username null for somebody who is not signed in */
export async function callAs(
	username: string | null,
	handler: Handler,
	{ id = '', body, query = {} }: Call = {}
) {
	const user = username === null ? undefined : getApp().accounts.userByUsername(username);
	const url = new URL(`http://localhost/api/admin?${new URLSearchParams(query)}`);
	const event = {
		locals: { caller: user ? callerOf(user) : null, requestId: 'r' },
		params: { id },
		request: new Request(url, { method: 'POST', body: JSON.stringify(body ?? {}) }),
		url
	};
	const response = await handler(event as never);
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
