CREATE TABLE `feed` (
	`scope` text NOT NULL,
	`collection` text NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`op` text NOT NULL,
	PRIMARY KEY(`scope`, `collection`, `key`)
);
--> statement-breakpoint
CREATE INDEX `feed_by_version` ON `feed` (`scope`,`version`);--> statement-breakpoint
CREATE TABLE `held` (
	`id` text PRIMARY KEY NOT NULL,
	`collection` text NOT NULL,
	`key` text NOT NULL,
	`store_id` text NOT NULL,
	`entry` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `held_by_row` ON `held` (`collection`,`key`);--> statement-breakpoint
CREATE TABLE `ledger` (
	`id` text PRIMARY KEY NOT NULL,
	`store_id` text NOT NULL,
	`seq` integer NOT NULL,
	`actor` text NOT NULL,
	`name` text NOT NULL,
	`collection` text NOT NULL,
	`key` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`flags` text NOT NULL,
	`device_at` integer NOT NULL,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`args_hash` text NOT NULL,
	`salt` text,
	`args` text
);
--> statement-breakpoint
CREATE INDEX `ledger_by_store` ON `ledger` (`store_id`,`seq`);--> statement-breakpoint
CREATE INDEX `ledger_by_row` ON `ledger` (`collection`,`key`);--> statement-breakpoint
CREATE TABLE `quarantine` (
	`id` text PRIMARY KEY NOT NULL,
	`store_id` text NOT NULL,
	`seq` integer,
	`actor` text NOT NULL,
	`reason` text NOT NULL,
	`protocol` integer NOT NULL,
	`schema_version` integer NOT NULL,
	`received_at` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `records` (
	`collection` text NOT NULL,
	`key` text NOT NULL,
	`rev` integer NOT NULL,
	`fields` text NOT NULL,
	`field_revs` text NOT NULL,
	`conflicts` text NOT NULL,
	PRIMARY KEY(`collection`, `key`)
);
--> statement-breakpoint
CREATE TABLE `scopes` (
	`scope` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`checksum` text NOT NULL,
	`forgotten_version` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `server_state` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stores` (
	`store_id` text PRIMARY KEY NOT NULL,
	`device_id` text NOT NULL,
	`user_id` text NOT NULL,
	`max_seq` integer NOT NULL,
	`missing` text NOT NULL,
	`pending` integer NOT NULL,
	`last_contact_at` integer NOT NULL,
	`clock_offset_ms` integer NOT NULL,
	`cloned` integer DEFAULT false NOT NULL
);
