/**
 * What a domain tells the engine. The engine knows collections, rows and intents; it does not know what they mean.
 *
 * Invariants
 * - `reduce` is pure and is run by both sides: by the device at once, by the server for good.
 * - A fact has happened and cannot be refused: its `reduce` has no way to say no. Only a transition has.
 * - `reduce` returns a patch, the fields it sets; what it does not name is untouched, and merges.
 */
import type { GenericSchema } from 'valibot';
import type { Fields, RowRef } from '../protocol/json.ts';

export interface Actor {
	userId: string;
	name: string;
	role: string;
}

export interface ReduceContext {
	intentId: string;
	actor: Actor;
	/** When it happened, milliseconds since the epoch: derived by the server, the device's clock on the device. */
	occurredAt: number;
}

export interface Change {
	/** Fields to set on the target row. */
	patch: Fields;
	/** New rows that stand beside the target (a note, a line of history); never changed once written, but for what it `makes`. */
	append?: { collection: string; key: string; fields: Fields }[];
	/** Fields whose conflict this change settles. */
	settles?: string[];
	/** Remarks that go back to the author with the acceptance. */
	flags?: string[];
}

export interface Refusal {
	refused: string;
}

interface IntentBase<Args extends Fields> {
	args: GenericSchema<unknown, Args>;
	/** The row the intent changes. */
	target(args: Args): RowRef;
	/** Other rows it names: it makes no sense without the intents that make them. */
	references?(args: Args): RowRef[];
	/**
	 * Of the rows it appends, those on which intents of their own are written: what comes for one of them before it is
	 * there waits, as for a row that an intent creates. Their keys come from the intent's id, so that no two make one.
	 */
	makes?(args: Args, intentId: string): RowRef[];
}

/** Makes its row; when the row is there already it must still answer with a change. */
export interface CreatingFact<Args extends Fields = Fields> extends IntentBase<Args> {
	kind: 'fact';
	creates: true;
	reduce(row: Fields | undefined, args: Args, context: ReduceContext): Change;
}

/** Adds to a row that exists; before the row is there the server holds it. */
export interface Fact<Args extends Fields = Fields> extends IntentBase<Args> {
	kind: 'fact';
	creates: false;
	reduce(row: Fields, args: Args, context: ReduceContext): Change;
}

/** Moves a row from one state to another, or is refused with a reason. */
export interface Transition<Args extends Fields = Fields> extends IntentBase<Args> {
	kind: 'transition';
	creates: false;
	reduce(row: Fields, args: Args, context: ReduceContext): Change | Refusal;
}

export type IntentDefinition<Args extends Fields = Fields> =
	CreatingFact<Args> | Fact<Args> | Transition<Args>;

export interface Caller extends Actor {
	/** The scopes this caller may pull. */
	scopes: readonly string[];
}

export interface Model {
	/** Raised whenever a record or an intent changes shape. */
	schemaVersion: number;
	intents: { readonly [name: string]: IntentDefinition };
	/**
	 * An intent of an older schema version as today's has it; kept for ever. A model whose intents have only gained
	 * optional fields needs none.
	 */
	upcast?(
		intent: { name: string; args: Fields },
		schemaVersion: number
	): { name: string; args: Fields };
	/**
	 * Fields decided by `reduce` alone, by collection: two people who change one never conflict over it, because the
	 * second change is judged against the state the first one left.
	 */
	machineFields: { readonly [collection: string]: readonly string[] };
	/** Whether the device can understand a pulled row: a reason why not, or nothing. */
	checkRow(collection: string, fields: Fields): string | undefined;
}

/** What the server decides besides: no device is asked who may see or do what. */
export interface ServerModel extends Model {
	/** The scopes a row stands in. */
	scopesOf(collection: string, fields: Fields): string[];
	/**
	 * The rows that a row belongs to, as a note to its case and a case to its person: when one of them is erased, so is
	 * this. Empty for a row that stands by itself.
	 */
	ownersOf(collection: string, fields: Fields): RowRef[];
	/** What a scope may see of a row; null when nothing. */
	project(scope: string, collection: string, fields: Fields): Fields | null;
	/** Whether the caller may do this to this row: a reason, or nothing. `row` is undefined before it exists. */
	authorize(
		caller: Caller,
		intent: { name: string; args: Fields },
		row: Fields | undefined
	): Refusal | undefined;
}

export function isRefusal(result: Change | Refusal): result is Refusal {
	return 'refused' in result;
}
