import { playSeeds } from './play-seeds.ts';

playSeeds(751, 1000);
