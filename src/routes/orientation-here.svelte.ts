/** Orientation by the rules that are on this device, with no network too: the conversation, and what the cards read. */
import { catalogue } from '$lib/client/catalogue/catalogue.svelte';
import { clock } from '$lib/client/clock.svelte';
import {
	createConversation,
	type ConversationStart
} from '$lib/client/orientation/conversation.svelte';
import { rules, type RulesState } from '$lib/client/orientation/rules.svelte';
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import { localDate } from '$lib/domain/local-date';
import type { PublishedRule, RuleSet } from '$lib/domain/orientation/rule-set';

const none: readonly PublishedRule[] = [];

/** To be called while a component is being made. */
export function rulesHere() {
	rules.start();
	const today = $derived(localDate(clock.now));
	const set: RuleSet | null = $derived(rules.state.kind === 'ready' ? rules.state.set : null);
	const list: readonly PublishedRule[] = $derived(set?.rules ?? none);

	let entries = $state.raw<ReadonlyMap<string, CatalogueEntry>>(new Map());
	$effect(() => {
		// Also when a newer catalogue arrives: its prices are those in force.
		void catalogue.status.version;
		void loadEntries(list.flatMap(({ serviceId }) => serviceId ?? []));
	});

	async function loadEntries(ids: readonly string[]) {
		const found = await Promise.all(ids.map((id) => catalogue.get(id)));
		entries = new Map(found.flatMap((entry) => (entry ? [[entry.id, entry]] : [])));
	}

	return {
		get state(): RulesState {
			return rules.state;
		},
		/** Null until they are here. */
		get set() {
			return set;
		},
		get list() {
			return list;
		},
		/** Services of the rules, by their id. */
		get entries() {
			return entries;
		},
		/** ISO date. */
		get today() {
			return today;
		}
	};
}
export type RulesHere = ReturnType<typeof rulesHere>;

/** To be called while a component is being made. */
export function orientationHere(start: Omit<ConversationStart, 'entries'> = {}) {
	const here = rulesHere();
	const conversation = createConversation(
		() => here.list,
		() => here.today,
		{ ...start, entries: () => here.entries }
	);
	return { here, conversation };
}
