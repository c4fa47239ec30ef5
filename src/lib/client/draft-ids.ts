/** Drafts about a request that exists are named by it: there again when it is opened again, and gone with it. */
const ORIENTATION = 'orientation:';
const NOTE = 'note:';

export const orientationDraftId = (requestId: string) => ORIENTATION + requestId;
export const noteDraftId = (requestId: string) => NOTE + requestId;

/** @returns the id of the request that a draft is about; null when it is about none, or is to become one */
export function requestOfDraft(draftId: string): string | null {
	const kind = [ORIENTATION, NOTE].find((each) => draftId.startsWith(each));
	return kind === undefined ? null : draftId.slice(kind.length);
}
