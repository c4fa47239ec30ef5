import { isTablet } from './tablet/is-tablet';

/** What to call the thing in the person's hands, so that sentences say "sul tablet" and not "sul dispositivo". */
export type DeviceKind = 'phone' | 'tablet' | 'computer';

/**
 * What an administrator has activated is the desk's tablet, whatever it is. Narrow is a phone; a finger on a wide screen is
 * a tablet; anything else a computer.
 */
export function deviceKind(
	matches: (query: string) => boolean = (query) => window.matchMedia(query).matches
): DeviceKind {
	if (isTablet()) return 'tablet';
	if (!matches('(pointer: coarse)')) return 'computer';
	return matches('(min-width: 37.5em) and (min-height: 37.5em)') ? 'tablet' : 'phone';
}
