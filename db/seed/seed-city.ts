/**
 * Fills an empty database with a city: its neighbourhoods and access points.
 */
import type { Accounts, NewCity } from '../accounts.ts';

/** @returns false when the database holds something already: it is then left alone. */
export function seedCity(accounts: Accounts, city: NewCity): boolean {
	if (!accounts.isEmpty()) return false;
	accounts.addCity(city);
	return true;
}
