import { errorAnswer } from '$lib/server/http';
import type { RequestHandler } from './$types';

/** An address of the API that is not one is told so in JSON, never with a page. */
export const fallback: RequestHandler = () => errorAnswer(404, { kind: 'not-found' });
