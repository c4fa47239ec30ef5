import { playSeeds } from './play-seeds.ts';

playSeeds(251, 500);
