/** Light, dark, or as the system: a choice of this browser. Desks are light until somebody chooses; phones follow. */

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'sportello.theme';
const systemIsDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

function stored(): Theme | null {
	const text = globalThis.localStorage?.getItem(KEY);
	return themes.find((theme) => theme === text) ?? null;
}

let chosen = $state<Theme | null>(stored());
let darkSystem = $state(systemIsDark?.matches ?? false);
systemIsDark?.addEventListener('change', (event) => (darkSystem = event.matches));

export const theme = {
	/** Null until somebody chooses. */
	get chosen(): Theme | null {
		return chosen;
	},

	choose(value: Theme): void {
		chosen = value;
		localStorage.setItem(KEY, value);
	},

	/** What `<html data-theme>` must say. @param byDefault what holds until somebody chooses. */
	applied(byDefault: 'light' | 'system'): 'light' | 'dark' {
		const wanted = chosen ?? byDefault;
		if (wanted === 'system') return darkSystem ? 'dark' : 'light';
		return wanted;
	}
};
