/** Why what is registered lies on the tablet only once. */
import { m } from '$lib/paraglide/messages';

export function secondCopyText(health: 'fails' | 'full'): string {
	return health === 'full' ? m.second_copy_full() : m.second_copy_fails();
}
