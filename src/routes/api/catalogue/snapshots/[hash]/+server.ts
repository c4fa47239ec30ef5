import { snapshotAnswer } from '$lib/server/catalogue/answers';
import { getApp } from '$lib/server/current-app';
import type { RequestHandler } from './$types';

/** All entries of a version, with their search index. */
export const GET: RequestHandler = ({ request, params }) =>
	snapshotAnswer(getApp().catalogue, request, params.hash);
