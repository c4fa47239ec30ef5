/** A person as lists show them: enough to recognise somebody, and no more. */
export interface PersonRowView {
	id: string;
	/** Empty when nobody knows it. */
	name: string;
	/** Where they live, when they last came and for what. */
	detail: string;
	/** Why they are in the list, when it was asked for. */
	reason?: string;
}

export interface FoundPeople {
	/** The best ones, as many as are read at a glance. */
	rows: readonly PersonRowView[];
	/** How many there are in all. */
	total: number;
}

export const nobodyFound: FoundPeople = { rows: [], total: 0 };
