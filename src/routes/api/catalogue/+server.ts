import { manifestAnswer } from '$lib/server/catalogue/answers';
import { getApp } from '$lib/server/current-app';
import type { RequestHandler } from './$types';

/** Which version of the catalogue is published. */
export const GET: RequestHandler = ({ request }) => manifestAnswer(getApp().catalogue, request);
