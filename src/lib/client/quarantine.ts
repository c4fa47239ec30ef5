/**
 * What the server could not read, for the administrator: fetched when it is looked at and kept nowhere, because it may be
 * about anybody and is decided on the server alone.
 */
import * as v from 'valibot';
import {
	quarantineDetailSchema,
	quarantineErrorSchema,
	quarantineListSchema,
	quarantineOutcomeSchema,
	type QuarantineError,
	type QuarantineView
} from '$lib/domain/quarantine';
import { ask, type OnlineProblem } from './administration/ask';

const PATH = '/api/admin/quarantine';
const refusals = quarantineErrorSchema;

export type QuarantineProblem = QuarantineError | OnlineProblem;

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

export const listQuarantine = (view: QuarantineView) =>
	ask(`${PATH}?view=${view}`, { schema: quarantineListSchema, refusals });

export const readQuarantined = (id: string) =>
	ask(pathOf(id), { schema: quarantineDetailSchema, refusals });

export const acceptQuarantined = (id: string) =>
	ask(`${pathOf(id)}/accept`, { method: 'POST', schema: quarantineOutcomeSchema, refusals });

export const setAsideQuarantined = (id: string) =>
	ask(`${pathOf(id)}/set-aside`, { method: 'POST', schema: v.null(), refusals });
