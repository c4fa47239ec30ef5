/**
 * What it must survive: each fault, what is promised, and the tests that provoke it. `npm run faults -- table` runs them
 * and writes docs/reliability.md.
 */

interface Proof {
	file: string;
	/** A part of its title, as it stands in the source and in every report. */
	test: string;
	/** How often it is provoked: as it is killed, or in how many simulated cities. */
	rounds?: 'server kills' | 'browser kills' | 'seeds';
}

export interface Fault {
	number: number;
	fault: string;
	/** What a person sees, or the server does. */
	promise: string;
	proofs: readonly Proof[];
}

const ENGINE = 'tests/faults/engine.test.ts';
const STORE = 'tests/contract/server-store.ts';
const e2e = (name: string, test: string): Proof => ({ file: `tests/e2e/${name}.spec.ts`, test });
const engine = (test: string): Proof => ({ file: ENGINE, test });
const store = (test: string): Proof => ({ file: STORE, test });
const faults = (name: string, test: string): Proof => ({
	file: `tests/faults/${name}.test.ts`,
	test
});

export const TABLE: readonly Fault[] = [
	{
		number: 1,
		fault: 'the power is cut while a tablet writes',
		promise: 'The record is there whole, or the tablet had not yet said that it was saved.',
		proofs: [
			{
				...e2e(
					'killed-browser',
					'a tablet whose browser was killed has all that it said was saved'
				),
				rounds: 'browser kills'
			}
		]
	},
	{
		number: 2,
		fault: 'its database is damaged',
		promise:
			'The lock screen says so; every record is put back from the second copy and sent once.',
		proofs: [
			e2e('damage', 'a tablet whose database was overwritten says so'),
			faults('flipped-byte', 'is made good from the second copy, said, and everything is sent')
		]
	},
	{
		number: 3,
		fault: 'the browser has cleared its database',
		promise:
			'It never says that all is sent. What is in no copy is counted, for the tablet and the administrator.',
		proofs: [
			e2e('damage', 'a tablet whose database was cleared is the same tablet'),
			e2e('damage', 'a tablet that has lost both copies never says that all is sent'),
			e2e('damage', 'a person’s own computer whose database was cleared'),
			faults('second-copy', 'says what was too large to leave, and went with every copy')
		]
	},
	{
		number: 4,
		fault: 'it has no room left',
		promise: 'The catalogue’s copy goes first; the form stays as it is, and says what to do.',
		proofs: [
			e2e('full-disk', 'a full tablet says so and keeps the form as it is'),
			e2e('full-disk', 'a full tablet that nobody has unlocked is not opened'),
			e2e('full-disk', 'a computer gives up its copy of the catalogue for a request')
		]
	},
	{
		number: 5,
		fault: 'the answer is lost after the commit',
		promise: 'Sent again, it is there once.',
		proofs: [
			e2e('lost-answer', 'three requests stay three'),
			engine('leaves one row when the answer is lost after the commit')
		]
	},
	{
		number: 6,
		fault: 'commits come out of order',
		promise: 'No page leaves out a row.',
		proofs: [store('pages through a feed without losing or repeating a row while others write')]
	},
	{
		number: 7,
		fault: 'a row cannot be read by this app',
		promise: 'It is said, and everything else goes on.',
		proofs: [engine('stops the cursor at a row it cannot read, says so, and goes on sending')]
	},
	{
		number: 8,
		fault: 'a clock is wrong by a year, or jumps',
		promise:
			'What was written is taken and stands where it happened; nobody is locked out, or let in for ever.',
		proofs: [
			store('accepts a record from a tablet a year off, and reckons when it happened'),
			e2e('shared-tablet', 'opens without the server for as long as the server has said')
		]
	},
	{
		number: 9,
		fault: 'records come from an older app',
		promise: 'They are taken and mean what they meant.',
		proofs: [
			{
				file: 'tests/contract/protocol-fixtures.test.ts',
				test: 'is taken, and gives the rows it meant'
			}
		]
	},
	{
		number: 10,
		fault: 'the app is older than its database',
		promise: 'It reads and sends, writes nothing new, and asks to be loaded anew.',
		proofs: [
			faults('skew', 'lets an older app send what a newer one wrote, and write nothing itself')
		]
	},
	{
		number: 11,
		fault: 'the server is restored from an older backup',
		promise: 'What it had confirmed since is sent to it again, once.',
		proofs: [
			e2e('restore', 'what two tablets had sent since the backup is there again once'),
			engine('gives a restored server back what it has lost'),
			engine('notices a database put back without a new epoch')
		]
	},
	{
		number: 12,
		fault: 'the server’s disk is full',
		promise:
			'Nothing is acknowledged that is not kept, reading goes on, and it recovers by itself.',
		proofs: [
			{ file: 'tests/built/full-disk.test.ts', test: 'acknowledges nothing that it cannot keep' },
			{ file: 'tests/built/full-disk.test.ts', test: 'comes back after it was killed' },
			{ file: 'tests/built/full-disk.test.ts', test: 'takes the same pushes, once' }
		]
	},
	{
		number: 13,
		fault: 'the server is killed, or its power is cut',
		promise: 'What was acknowledged is there once; of the rest, each push whole or not at all.',
		proofs: [
			{
				file: 'tests/built/killed.test.ts',
				test: 'has everything it acknowledged once after it was killed',
				rounds: 'server kills'
			},
			{
				file: 'tests/built/flushed.test.ts',
				test: 'has flushed every push to the disk before it acknowledges it'
			}
		]
	},
	{
		number: 14,
		fault: 'two tabs are open',
		promise: 'Everything is sent once, and both show the same.',
		proofs: [
			e2e('faults', 'two tabs that write at once send everything once'),
			engine('does the same with two tabs on one store, whether or not they hear of each other')
		]
	},
	{
		number: 15,
		fault: 'several people use one tablet, or it is locked',
		promise:
			'Anybody sends what anybody wrote; other roles and desks read none of it, nor does a thief.',
		proofs: [
			e2e('shared-tablet', 'two operators and a volunteer share a tablet with the server dead'),
			e2e('thief', 'gives a thief none of them')
		]
	},
	{
		number: 16,
		fault: 'a session ends with records unsent',
		promise: 'They are kept, named, and go.',
		proofs: [
			e2e('leaving', 'what was not sent outlives the session'),
			e2e('shared-tablet', 'goes on when the server has ended the session')
		]
	},
	{
		number: 17,
		fault: 'somebody leaves with records unsent',
		promise: 'They are named; to be sent, saved to a file, or left to whoever comes next.',
		proofs: [
			e2e('leaving', 'what was not sent outlives the session'),
			e2e('leaving', 'what is unsent at the sign-out is sent from there'),
			e2e('carried', 'what a tablet could not send is carried to another desk')
		]
	},
	{
		number: 18,
		fault: 'a Wi-Fi’s sign-in page answers for the server',
		promise: 'It acknowledges nothing, and the chip says what it is.',
		proofs: [e2e('faults', 'the page of a Wi-Fi that asks to sign in acknowledges nothing')]
	},
	{
		number: 19,
		fault: 'an exchange is cut in half',
		promise: 'The whole batch goes again and is there once.',
		proofs: [e2e('faults', 'what is cut in half on the way, there or back')]
	},
	{
		number: 20,
		fault: 'a batch is too large for the server',
		promise: 'It goes in halves; one record that never fits is to be put right.',
		proofs: [engine('halves a batch the server finds too large')]
	},
	{
		number: 21,
		fault: 'the server answers 429, 502 or 503',
		promise: 'It is left alone for as long as it asks, and is never given up.',
		proofs: [
			e2e('faults', 'a server in trouble is left alone for as long as it asks'),
			engine('waits longer after each failure')
		]
	},
	{
		number: 22,
		fault: 'one record in the middle cannot be taken',
		promise: 'It is refused or kept whole for the administrator; the others flow.',
		proofs: [
			e2e('faults', 'one refused in the middle is shown with its reason'),
			store('lets the other records through around a broken one')
		]
	},
	{
		number: 23,
		fault: 'a client sends a byte a second',
		promise: 'It is closed in time, and others are served meanwhile.',
		proofs: [
			{
				file: 'tests/built/serve.test.ts',
				test: 'closes a client that sends one byte and waits, while it serves others'
			}
		]
	},
	{
		number: 24,
		fault: 'a new app is deployed under an open tab with unsent records',
		promise: 'Every page still opens; the change is offered and not forced; all is sent once.',
		proofs: [
			e2e('deployed', 'two versions are deployed while a tab stays open'),
			e2e('deployed', 'a tab that has not consented goes on when another one has')
		]
	},
	{
		number: 25,
		fault: 'one of three is refused',
		promise: 'The chip counts what is sent and what is to be put right, and never says all.',
		proofs: [e2e('faults', 'one refused in the middle is shown with its reason')]
	},
	{
		number: 26,
		fault: 'what lies on the device does not open',
		promise: 'The rest is left alone, it is said, and comes back from a copy or the server.',
		proofs: [
			faults(
				'flipped-byte',
				'is said, leaves everything else as it is, and the record is fetched again'
			),
			faults('flipped-byte', 'without a second copy is to be fixed')
		]
	},
	{
		number: 27,
		fault: 'a record comes again after its person was erased',
		promise: 'It is answered as erased, and stays so.',
		proofs: [
			store('answers a resend as erased, whether it makes the row or adds to it'),
			e2e('restore', 'and who was erased is not')
		]
	},
	{
		number: 28,
		fault: 'a tablet is copied',
		promise: 'The copy is found out; what was written on either is there once.',
		proofs: [
			e2e('cloned', 'a tablet that was copied is found out'),
			store('keeps the records of both when a tablet was copied')
		]
	},
	{
		number: 29,
		fault: 'a revoked tablet comes back with records',
		promise: 'They wait for the administrator, who accepts them; the tablet is cleared.',
		proofs: [
			e2e('shared-tablet', 'two operators and a volunteer share a tablet with the server dead')
		]
	},
	{
		number: 30,
		fault: 'others depend on a refused record',
		promise: 'They wait with it, are shown with it, and follow its correction in order.',
		proofs: [
			e2e('dependents', 'a refused person with five records standing on them is corrected once'),
			faults('dependents', 'is corrected once, and all six arrive, in order')
		]
	},
	{
		number: 31,
		fault: 'tablets return to a restored server in the wrong order',
		promise: 'What comes before its row is held, and then applied; who was erased stays erased.',
		proofs: [
			store('holds what came before its row, applies it when the row comes'),
			e2e('restore', 'what two tablets had sent since the backup is there again once')
		]
	},
	{
		number: 32,
		fault: 'the tablet locks in the middle of an interview',
		promise: 'Every field is there for whoever was writing, and nobody reads it meanwhile.',
		proofs: [
			e2e('shared-tablet', 'keeps, when it locks in the middle of an interview, every field')
		]
	},
	{
		number: 33,
		fault: 'the server lacks the key to what it is sent',
		promise:
			'Nothing is acknowledged unopened; the tablet says whom it waits for, and it goes once.',
		proofs: [
			e2e('unopened', 'what the server cannot open stays on the tablet'),
			faults(
				'unopened',
				'is sent again at once with what it opens, and nothing is acknowledged before'
			),
			faults('unopened', 'is sealed anew when its author unlocks')
		]
	},
	{
		number: 34,
		fault: 'clock and network flap for an hour',
		promise: 'Everything arrives once, in a bounded number of requests.',
		proofs: [
			{
				file: 'tests/sim/seeds.test.ts',
				test: 'loses nothing and doubles nothing in',
				rounds: 'seeds'
			}
		]
	}
];
