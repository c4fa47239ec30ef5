/** Names of desks, as far as whoever is signed in has them: an operator their own, a manager all. */
import { session } from '$lib/client/session.svelte';

/** Null for a desk that is not known here. */
export function deskName(id: string): string | null {
	return session.current?.accessPoints.find((desk) => desk.id === id)?.name ?? null;
}
