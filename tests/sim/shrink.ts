/** The smallest story that still fails the same check: steps and faults are left out as long as it does. */
import { simulate } from './simulate.ts';
import type { Story } from './story.ts';

const MAX_TRIES = 400;

export async function shrink(
	story: Story,
	check: string,
	play: (story: Story) => ReturnType<typeof simulate> = simulate
): Promise<Story> {
	let smallest = story;
	let tries = 0;
	const accepts = async (candidate: Story) => {
		if ((tries += 1) > MAX_TRIES) return false;
		const { failure } = await play(candidate);
		if (failure?.check !== check) return false;
		smallest = candidate;
		return true;
	};

	for (const fault of story.faults) {
		await accepts({ ...smallest, faults: smallest.faults.filter((each) => each !== fault) });
	}
	// Halves first, then quarters, down to single steps.
	for (let size = Math.ceil(smallest.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
		for (let from = 0; from < smallest.steps.length;) {
			const steps = smallest.steps.filter((_, index) => index < from || index >= from + size);
			if (!(await accepts({ ...smallest, steps }))) from += size;
		}
	}
	return smallest;
}
