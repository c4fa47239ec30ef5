import { language } from '$lib/client/language.svelte';
import { otherLocale } from '$lib/ui/other-locale';

export function switchLanguage(): void {
	language.change(otherLocale());
}
