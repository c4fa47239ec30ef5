import { beforeEach, describe, expect, it } from 'vitest';
import { fullError } from './full.ts';
import { createRoomMaker, type Spare } from './room-maker.ts';

/** A device with so much room, and what lies on it that can be fetched again. */
let room: number;
let gone: string[];

function spare(name: string, size: number): Spare {
	let isThere = true;
	return {
		async free() {
			if (!isThere) return false;
			isThere = false;
			gone.push(name);
			room += size;
			return true;
		}
	};
}

/** A record of size 2. */
async function save(): Promise<string> {
	if (room < 2) throw fullError('no room');
	room -= 2;
	return 'saved';
}

beforeEach(() => {
	[room, gone] = [0, []];
});

describe('making room for a save', () => {
	it('gives nothing up while there is room', async () => {
		room = 2;
		const withRoom = createRoomMaker([spare('pictures', 1), spare('catalogue', 5)]);
		expect(await withRoom(save)).toBe('saved');
		expect(gone).toEqual([]);
	});

	it('gives up what is missed least, and the catalogue only when that was not enough', async () => {
		const parts = () => [spare('pictures', 2), spare('catalogue', 5)];
		expect(await createRoomMaker(parts())(save)).toBe('saved');
		expect(gone).toEqual(['pictures']);
		[room, gone] = [-1, []];
		expect(await createRoomMaker(parts())(save)).toBe('saved');
		expect(gone).toEqual(['pictures', 'catalogue']);
	});

	it('saves once, whatever it took', async () => {
		room = 1;
		await createRoomMaker([spare('pictures', 1)])(save);
		expect(room).toBe(0);
	});

	it('says that it is full when nothing is left to give up, and tries no more than there was', async () => {
		let attempts = 0;
		room = -100;
		const withRoom = createRoomMaker([spare('pictures', 1), spare('catalogue', 5)]);
		const attempt = () => {
			attempts += 1;
			return save();
		};
		await expect(withRoom(attempt)).rejects.toThrow('no room');
		expect(attempts).toBe(3);
		await expect(withRoom(attempt)).rejects.toThrow('no room');
		expect(attempts).toBe(4);
	});

	it('goes on to the next when one cannot be given up', async () => {
		const stuck: Spare = { free: () => Promise.reject(new Error('held by another tab')) };
		expect(await createRoomMaker([stuck, spare('catalogue', 5)])(save)).toBe('saved');
	});

	it('gives nothing up for what has nothing to do with room', async () => {
		const withRoom = createRoomMaker([spare('catalogue', 5)]);
		await expect(withRoom(() => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
		expect(gone).toEqual([]);
	});

	it('tries both of two saves again that find it full at once', async () => {
		const withRoom = createRoomMaker([spare('catalogue', 5)]);
		expect(await Promise.all([withRoom(save), withRoom(save)])).toEqual(['saved', 'saved']);
		expect(gone).toEqual(['catalogue']);
	});
});
