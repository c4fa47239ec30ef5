/** The name of the thing in the person's hands, in the language of the screen. */
import { createContext } from 'svelte';
import { m } from '$lib/paraglide/messages';

export function deviceText(kind: 'phone' | 'tablet' | 'computer'): string {
	switch (kind) {
		case 'phone':
			return m.device_phone();
		case 'tablet':
			return m.device_tablet();
		case 'computer':
			return m.device_computer();
	}
}

/** What {@link deviceText} says here, for components: they know no device. The root layout provides it. */
export const [useDevice, provideDevice] = createContext<() => string>();
