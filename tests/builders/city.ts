import type { NewCity } from '../../db/accounts.ts';

/** A city of two desks. */
export function aCity(changes: Partial<NewCity> = {}): NewCity {
	return {
		id: 'cremona',
		name: 'Cremona',
		timezone: 'Europe/Rome',
		neighbourhoods: [
			{ id: 'centro', name: 'Centro' },
			{ id: 'cambonino', name: 'Cambonino' }
		],
		accessPoints: [
			{ id: 'cambonino', name: 'Presidio Cambonino', neighbourhoodId: 'cambonino', note: '' },
			{ id: 'centro', name: 'Presidio Centro', neighbourhoodId: 'centro', note: '' }
		],
		...changes
	};
}
