/**
 * Facts and transitions, told apart by type. A fact has happened: its `reduce` can only return a change. A transition
 * moves something from one state to another and may be refused with a reason.
 */
import type { GenericSchema, InferOutput } from 'valibot';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface IntentContext {
	intentId: string;
	actor: { userId: string; name: string; role: string };
	/** When it happened, milliseconds since the epoch. */
	occurredAt: number;
}

export interface DomainRow {
	collection: string;
	key: string;
}

export interface Change<Row> {
	/** The fields this sets; fields it does not name are untouched. */
	patch: Partial<Row>;
	/** Rows that are added beside it and never change. */
	append?: { collection: string; key: string; fields: { [field: string]: Json } }[];
	/** Fields whose disagreement this settles. */
	settles?: string[];
	flags?: string[];
}

export interface Refusal {
	refused: string;
}

interface Definition<Schema extends GenericSchema> {
	args: Schema;
	target(args: InferOutput<Schema>): DomainRow;
	/** Other rows it names, which must have been registered for it to make sense. */
	references?(args: InferOutput<Schema>): DomainRow[];
	/** Of the rows it adds, those on which intents of their own are written. Their keys come from the intent's id. */
	makes?(args: InferOutput<Schema>, intentId: string): DomainRow[];
}

/** A fact that makes its row. When the row is there already it still answers with a change. */
export function creatingFact<Row>() {
	return <Schema extends GenericSchema>(
		definition: Definition<Schema> & {
			reduce(row: Row | undefined, args: InferOutput<Schema>, context: IntentContext): Change<Row>;
		}
	) => ({ kind: 'fact', creates: true, ...definition }) as const;
}

/** A fact about a row that exists. */
export function fact<Row>() {
	return <Schema extends GenericSchema>(
		definition: Definition<Schema> & {
			reduce(row: Row, args: InferOutput<Schema>, context: IntentContext): Change<Row>;
		}
	) => ({ kind: 'fact', creates: false, ...definition }) as const;
}

export function transition<Row>() {
	return <Schema extends GenericSchema>(
		definition: Definition<Schema> & {
			reduce(row: Row, args: InferOutput<Schema>, context: IntentContext): Change<Row> | Refusal;
		}
	) => ({ kind: 'transition', creates: false, ...definition }) as const;
}
