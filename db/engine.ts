/**
 * SQLite's driver, by the Node that runs: better-sqlite3 13 (Node-API, ready-made) from Node 22 on, 12 (compiled at
 * installation) on Node 20, where 13 crashes. 12 is no choice for all: since Node 24.19 it aborts the process in garbage
 * collection, because of a change in `node::ObjectWrap`. See docs/decisions/0007-two-sqlite-drivers.md.
 */
import type Driver from 'better-sqlite3';
import { createRequire } from 'node:module';

const FIRST_NODE_WITH_13 = 22;

const nodeMajor = Number(process.versions.node.split('.')[0]);
const driver = nodeMajor >= FIRST_NODE_WITH_13 ? 'better-sqlite3' : 'better-sqlite3-node20';

export type Database = Driver.Database;
export type Statement<
	Bind extends unknown[] | object = unknown[],
	Row = unknown
> = Driver.Statement<Bind, Row>;
export const Database = createRequire(import.meta.url)(driver) as typeof Driver;
