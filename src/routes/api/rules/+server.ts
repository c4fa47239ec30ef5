import { rulesAnswer } from '$lib/server/catalogue/answers';
import { getApp } from '$lib/server/current-app';
import type { RequestHandler } from './$types';

/** The rules of orientation that are in force, expired ones among them. */
export const GET: RequestHandler = ({ request }) => rulesAnswer(getApp().rules, request);
