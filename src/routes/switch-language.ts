import { setLocale } from '$lib/paraglide/runtime';
import { otherLocale } from '$lib/ui/other-locale';

/** Loads the page anew, in the other language. */
export function switchLanguage(): void {
	void setLocale(otherLocale());
}
