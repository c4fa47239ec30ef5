/** What a form says is wrong: once Save was pressed, and each complaint goes as soon as it is answered. */

/** In words, with the field where it is put right. */
export interface Complaint {
	fieldId: string;
	message: string;
}

export interface Complaints<Problem> {
	/** Everything that was wrong when Save was pressed, as long as any of it still is. */
	readonly all: readonly Complaint[];
	/** Grows with each press of Save. */
	readonly attempt: number;
	/** What is still wrong of what was. */
	of(problem: Problem): string | undefined;
	/** Save was pressed. @returns what is wrong */
	look(): readonly Problem[];
}

/** @param problems of the form as it stands */
export function createComplaints<Problem>(
	problems: () => readonly Problem[],
	inWords: (problem: Problem) => Complaint
): Complaints<Problem> {
	let found = $state.raw<readonly Problem[]>([]);
	let attempt = $state(0);
	const standing = $derived.by(() => {
		if (found.length === 0) return [];
		const present = problems();
		return found.filter((problem) => present.includes(problem));
	});
	return {
		get all() {
			return standing.length > 0 ? found.map(inWords) : [];
		},
		get attempt() {
			return attempt;
		},
		of(problem) {
			return standing.includes(problem) ? inWords(problem).message : undefined;
		},
		look() {
			found = problems();
			attempt += 1;
			return found;
		}
	};
}
