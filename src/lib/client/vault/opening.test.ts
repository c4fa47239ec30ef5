import { beforeAll, describe, expect, it } from 'vitest';
import { aesKey, randomBytes, sealJson } from './bytes.ts';
import {
	createOpenMany,
	openHere,
	type FromOpener,
	type OpenerPort,
	type OpenJob,
	type ToOpener
} from './opening.ts';

const MANY = 150;

let jobs: OpenJob[];

beforeAll(async () => {
	const key = await aesKey(randomBytes(32));
	jobs = await Promise.all(
		Array.from({ length: MANY }, async (_, index) => {
			const context = `row ${index}`;
			return { key, context, ...(await sealJson(key, { index }, context)) };
		})
	);
});

const contents = Array.from({ length: MANY }, (_, index) => ({ index }));

/** A worker in this very thread. @param onQuestion what it does with each */
function aPort(
	onQuestion: (question: ToOpener, emit: (type: string, data?: unknown) => void) => void
) {
	const listeners = new Map<string, (event: never) => void>();
	const emit = (type: string, data?: unknown) => listeners.get(type)?.({ data } as never);
	const port = {
		addEventListener: (type: string, listener: (event: never) => void) =>
			void listeners.set(type, listener),
		postMessage: (question: ToOpener) => onQuestion(question, emit)
	};
	return port as unknown as OpenerPort;
}

const answering = () =>
	aPort(({ id, jobs }, emit) => {
		void openHere(jobs).then((opened) => emit('message', { id, opened } satisfies FromOpener));
	});

describe('opening many sealed records', () => {
	it('gives each its content, in order, and null for one whose bytes were changed', async () => {
		const [first, ...rest] = jobs as [OpenJob, ...OpenJob[]];
		const flipped = first.sealed.slice();
		flipped[0]! ^= 1;
		const opened = await createOpenMany(answering)([{ ...first, sealed: flipped }, ...rest]);
		expect(opened).toEqual([null, ...contents.slice(1)]);
	});

	it('keeps the answers of two questions apart', async () => {
		const asked: (() => void)[] = [];
		const open = createOpenMany(() =>
			aPort(({ id, jobs }, emit) => {
				asked.push(() => void openHere(jobs).then((opened) => emit('message', { id, opened })));
			})
		);
		const forward = open(jobs);
		const backward = open(jobs.toReversed());
		for (const answer of asked.toReversed()) answer();
		expect(await forward).toEqual(contents);
		expect(await backward).toEqual(contents.toReversed());
	});

	it('opens itself what a worker that breaks down has not answered, and everything after', async () => {
		let made = 0;
		const open = createOpenMany(() => {
			made += 1;
			return aPort((_question, emit) => emit('error'));
		});
		expect(await open(jobs)).toEqual(contents);
		expect(await open(jobs)).toEqual(contents);
		expect(made).toBe(1);
	});

	it('opens itself where there are no workers', async () => {
		const open = createOpenMany(() => {
			throw new Error('no workers');
		});
		expect(await open(jobs)).toEqual(contents);
	});

	it('asks no worker for a few', async () => {
		const open = createOpenMany(() => {
			throw new Error('It was asked.');
		});
		expect(await open(jobs.slice(0, 3))).toEqual(contents.slice(0, 3));
	});
});
