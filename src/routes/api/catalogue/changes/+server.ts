import { changesAnswer } from '$lib/server/catalogue/answers';
import { getApp } from '$lib/server/current-app';
import type { RequestHandler } from './$types';

/** What changed since a version: `?from=<version>`, and `&hash=<hash>` to be sure it is the same one. */
export const GET: RequestHandler = ({ request }) => changesAnswer(getApp().catalogue, request);
