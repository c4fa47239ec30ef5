/**
 * Enters a sample city: its neighbourhoods and access points. Its people come last, so that a start that was interrupted
 * before them is made good by the next.
 */
import type { Accounts, NewCity } from '../accounts.ts';

/** @returns false when the database holds people, or another city: it is then left alone. */
export function seedCity(accounts: Accounts, city: NewCity): boolean {
	if (!accounts.isEmpty()) return false;
	const entered = accounts.city();
	if (!entered) accounts.addCity(city);
	return !entered || entered.id === city.id;
}
