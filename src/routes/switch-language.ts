import { tick } from 'svelte';
import { language } from '$lib/client/language.svelte';
import type { Locale } from '$lib/paraglide/runtime';
import { otherLocale } from '$lib/ui/other-locale';

/** The page is made again: the keyboard stays on what changed the language, which carries `data-language`. */
export async function changeLanguage(next: Locale): Promise<void> {
	language.change(next);
	await tick();
	// A page that takes the focus itself has it by then.
	await new Promise((resolve) => setTimeout(resolve));
	if (document.activeElement !== document.body) return;
	const controls = document.querySelectorAll<HTMLElement>('[data-language]');
	const own = [...controls].find(({ dataset }) => dataset.language === next) ?? controls[0];
	own?.focus({ preventScroll: true });
}

export function switchLanguage(): void {
	void changeLanguage(otherLocale());
}
