/** Seeded randomness (sfc32). A run takes all of its chance from here, so that its seed is the whole of it. */

export interface Random {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform in 0 … below − 1. */
	int(below: number): number;
	/** Uniform in from … to. */
	between(from: number, to: number): number;
	chance(probability: number): boolean;
	pick<Item>(items: readonly Item[]): Item;
	/** One of the names, each as often as its weight says. */
	weighted<Name extends string>(weights: { readonly [name in Name]: number }): Name;
	shuffle<Item>(items: readonly Item[]): Item[];
	/** A stream of its own: what is drawn from it changes nothing here. */
	fork(...path: (string | number)[]): Random;
}

/** FNV-1a, 32 bits. */
export function hashText(text: string, seed = 0x811c9dc5): number {
	let hash = seed;
	for (let index = 0; index < text.length; index += 1) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return hash >>> 0;
}

function sfc32(text: string): () => number {
	let a = hashText(text);
	let b = hashText(text, 0x9747b28c);
	let c = hashText(text, 0x85ebca6b);
	let counter = 1;
	const draw = () => {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return (sum >>> 0) / 2 ** 32;
	};
	for (let round = 0; round < 12; round += 1) draw();
	return draw;
}

export function createRandom(seed: string): Random {
	const next = sfc32(seed);
	const int = (below: number) => Math.floor(next() * below);
	const pick = <Item>(items: readonly Item[]): Item => {
		if (items.length === 0) throw new Error('Nothing to pick from');
		return items[int(items.length)]!;
	};
	return {
		next,
		int,
		between: (from, to) => from + int(to - from + 1),
		chance: (probability) => next() < probability,
		pick,
		weighted(weights) {
			const entries = Object.entries(weights) as [keyof typeof weights, number][];
			let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [name, weight] of entries) if ((rest -= weight) < 0) return name;
			return entries.at(-1)![0];
		},
		shuffle(items) {
			const shuffled = [...items];
			for (let index = shuffled.length - 1; index > 0; index -= 1) {
				const other = int(index + 1);
				[shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
			}
			return shuffled;
		},
		fork: (...path) => createRandom([seed, ...path].join('/'))
	};
}
