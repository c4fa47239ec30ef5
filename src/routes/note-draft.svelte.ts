/** A note being written about a request: kept on the device, there again when the request is opened again. */
import { untrack } from 'svelte';
import { noteDraftId } from '$lib/client/draft-ids';
import { drafts } from '$lib/client/drafts.svelte';

export class NoteDraft {
	#id: string;
	#text = $state('');
	#touched = false;

	constructor(requestId: string) {
		this.#id = noteDraftId(requestId);
		// Reading the desk's drafts follows the desk: whoever makes this in a `$derived` would have another one, and an empty
		// text, at every contact.
		const loading = untrack(() => drafts.load(this.#id));
		void loading.then((kept) => {
			if (!this.#touched && typeof kept === 'string') this.#text = kept;
		});
	}

	get text(): string {
		return this.#text;
	}

	/** A note that cannot be kept while it is written is still there to be saved, or to say why it was not. */
	write(text: string): void {
		this.#touched = true;
		this.#text = text;
		void (text.trim() === '' ? drafts.remove(this.#id) : drafts.save(this.#id, text));
	}
}
