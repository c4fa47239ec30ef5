/** What is said of a record that the server could not open: who has to do what for it to go. */
import { session } from '$lib/client/session.svelte';
import { syncStatus } from '$lib/client/sync-status.svelte';
import { deviceOfActor } from '$lib/domain/devices/device-api';
import { m } from '$lib/paraglide/messages';

/** @param isReadable whether what it says can be read here */
export function unopenedWords(actorId: string, isReadable: boolean): string {
	if (deviceOfActor(actorId) !== null) return m.unopened_tablet();
	if (actorId === session.current?.user.id) {
		return isReadable ? m.unopened_own() : m.unopened_nowhere();
	}
	const name = syncStatus.nameOf(actorId);
	return name === null ? m.unopened_somebody() : m.unopened_other({ name });
}
