/**
 * How often a test kills, and what it draws its chances from: `npm run faults` asks for many rounds, `npm test` for a few.
 * A seed gives the same plan again; on which instruction a kill falls is the machine's.
 */
import { randomInt } from 'node:crypto';
import { createRandom, type Random } from '../../sim/random.ts';

export interface KillRounds {
	rounds: number;
	random: Random;
	/** In front of what a run says of itself. */
	title: string;
	/** Says now and then how far it has come: of a run that is cut short, what was seen. @param round the one that has ended */
	progress(round: number): void;
}

const SAY_EVERY = 25;

/** @param usual how many rounds there are when nobody asks for more */
export function killRounds(usual: number): KillRounds {
	const { KILL_ROUNDS = String(usual), KILL_SEED = String(randomInt(2 ** 31)) } = process.env;
	const rounds = Number(KILL_ROUNDS);
	if (!Number.isInteger(rounds) || rounds < 1) {
		throw new Error(`KILL_ROUNDS is "${KILL_ROUNDS}": it must be a number of rounds, 1 or more.`);
	}
	return {
		rounds,
		random: createRandom(KILL_SEED),
		title: `${rounds} kills, seed ${KILL_SEED}`,
		progress(round) {
			if (round % SAY_EVERY === 0 && round < rounds) console.log(`… ${round} of ${rounds}`);
		}
	};
}
