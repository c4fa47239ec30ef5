/**
 * What the page and the search worker say to each other.
 *
 * Invariants: every question carries an id and gets exactly one answer with that id; a failure is an answer; status
 * messages are unasked and each one replaces the last. Everything is structured-clone plain data.
 */
import type { CatalogueEntry } from '$lib/domain/catalogue/entry';
import type { CatalogueFilters, FacetCounts } from '$lib/domain/catalogue/filters';
import type { CatalogueHit } from '$lib/domain/catalogue/hit';
import type { RuleSet } from '$lib/domain/orientation/rule-set';

export interface CatalogueQuery {
	/** What was typed, as it was typed. */
	text: string;
	filters: CatalogueFilters;
	/** Rows to skip. */
	offset: number;
	/** Rows wanted, at most {@link MAX_PAGE}. */
	limit: number;
	/** Also count, for every term of every filter, how many entries it would leave. */
	withCounts?: boolean;
}

/** A page never asks for more rows than a few screens can show. */
export const MAX_PAGE = 100;

export interface SearchAnswer {
	/** The version of the catalogue that answered: pages of two versions are not mixed. */
	version: number;
	total: number;
	hits: CatalogueHit[];
	/**
	 * What was searched for instead of what was typed: "badante" for "badnte", "spesa" for "spesa ca", nothing for "ca". Null when
	 * nothing was changed.
	 */
	readAs: string | null;
	/** Words added to what was typed because a desk means the same by them. */
	nearWords: string[];
	counts: FacetCounts | null;
}

export type CatalogueProblem =
	/** Nobody answered. */
	| 'no-network'
	/** Something answered that is not the catalogue: a server in trouble, a Wi-Fi that asks to sign in. */
	| 'bad-answer'
	/** What arrived is not what was announced. */
	| 'damaged-download'
	/** What was stored cannot be read any more, and no other copy could be fetched yet. */
	| 'damaged-stored'
	/** It is in use, but the device could not keep it: it is gone when the app closes. */
	| 'not-kept'
	/** The worker itself stopped. */
	| 'worker';

export interface CatalogueStatus {
	kind: 'loading' | 'ready' | 'missing' | 'error';
	entries: number;
	version: number | null;
	/** Milliseconds since the epoch: when the server published this version. */
	publishedAt: number | null;
	/** Milliseconds since the epoch: when the server last confirmed that this version is current. */
	checkedAt: number | null;
	/** True once all of it is stored on the device, so that it is there with no network. */
	kept: boolean;
	/** The stored copy could not be read and was fetched again since the app was opened. */
	repaired: boolean;
	/** Why the last check, or the last attempt to keep it, failed. */
	problem: CatalogueProblem | null;
}

export const initialStatus: CatalogueStatus = {
	kind: 'loading',
	entries: 0,
	version: null,
	publishedAt: null,
	checkedAt: null,
	kept: false,
	repaired: false,
	problem: null
};

/** `not-ready`: there is no catalogue on the device yet, and none could be fetched. */
export type CatalogueError = { kind: 'not-ready' } | { kind: 'worker'; message: string };

export type Result<T> = { ok: true; value: T } | { ok: false; error: CatalogueError };

export type Question =
	| { kind: 'search'; query: CatalogueQuery }
	| { kind: 'get'; entryId: string }
	| { kind: 'check' }
	| { kind: 'rules' }
	/** Gives up what is stored, to make room. */
	| { kind: 'let-go' };

export interface Answers {
	search: SearchAnswer;
	/** Undefined when the catalogue has no such entry. */
	get: CatalogueEntry | undefined;
	check: CatalogueStatus;
	/** The rules of orientation; null when there are none on the device, and none could be fetched. */
	rules: RuleSet | null;
	/** Whether anything was stored. */
	'let-go': boolean;
}

export type ToWorker = { id: number; question: Question };

export type FromWorker =
	| { kind: 'answer'; id: number; result: Result<Answers[Question['kind']]> }
	| { kind: 'status'; status: CatalogueStatus }
	/** There are other rules than before: whoever shows them asks. */
	| { kind: 'rules-changed' };
