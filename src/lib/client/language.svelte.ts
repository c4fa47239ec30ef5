/**
 * The language on the screen. It changes without loading the page anew: what is being answered stays, and so does who is at a
 * tablet. The root layout makes the page again instead.
 */
import { getLocale, overwriteGetLocale, setLocale, type Locale } from '$lib/paraglide/runtime';

/** Read from storage at each of the thousand words of a screen, it is felt on a cheap tablet; followed, at each of them, too. */
let locale = getLocale();
overwriteGetLocale(() => locale);
let shown = $state.raw(locale);

export const language = {
	/** Read by whoever makes the page again when it changes. */
	get current(): Locale {
		return shown;
	},
	change(next: Locale): void {
		void setLocale(next, { reload: false });
		locale = next;
		shown = next;
	}
};
