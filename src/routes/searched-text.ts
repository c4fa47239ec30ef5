/**
 * What was typed into the search of a list of people, requests or offers, for the way back to that list.
 *
 * Invariant
 * - The text is in memory alone, and goes with the page. It may be somebody's name: an address, or what a history entry
 *   carries, is written to the browser's disk in clear, where a stolen tablet still has it.
 */
const textsById = new Map<string, string>();

/** What was searched when this history entry was left; empty after the page was loaded anew. */
export function searchedText({ search }: App.PageState): string {
	return (search && textsById.get(search)) ?? '';
}

/** @returns the state for the history entry: it names the text and does not hold it */
export function keepSearchedText(
	state: App.PageState,
	text: string,
	newId: () => string = () => crypto.randomUUID()
): App.PageState {
	const search = state.search ?? newId();
	textsById.set(search, text);
	return { ...state, search };
}
