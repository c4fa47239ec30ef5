CREATE TABLE `orientation_rule` (
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_in` integer,
	`retired_at` integer,
	PRIMARY KEY(`id`, `version`)
);
