CREATE TABLE `access_points` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`neighbourhood_id` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`neighbourhood_id`) REFERENCES `neighbourhoods`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `cities` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`timezone` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `neighbourhoods` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`device_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`absolute_expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_device` ON `sessions` (`device_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`outcome` text NOT NULL,
	`user_id` text,
	`device_id` text
);
--> statement-breakpoint
CREATE INDEX `sign_ins_by_time` ON `sign_ins` (`at`);--> statement-breakpoint
CREATE TABLE `user_access_points` (
	`user_id` text NOT NULL,
	`access_point_id` text NOT NULL,
	PRIMARY KEY(`user_id`, `access_point_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`access_point_id`) REFERENCES `access_points`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`passphrase_hash` text NOT NULL,
	`disabled` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username_unique` ON `users` (`username`);--> statement-breakpoint
CREATE TABLE `accessibility` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`description` text,
	`details` text,
	`url` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `address` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`attention` text,
	`address_1` text NOT NULL,
	`address_2` text,
	`city` text NOT NULL,
	`region` text,
	`state_province` text NOT NULL,
	`postal_code` text NOT NULL,
	`country` text NOT NULL,
	`address_type` text NOT NULL,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `attribute` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`link_type` text,
	`link_entity` text,
	`value` text,
	`taxonomy_term_id` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`),
	FOREIGN KEY (`taxonomy_term_id`) REFERENCES `taxonomy_term`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `catalogue_change` (
	`service_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`op` text NOT NULL,
	`entry` text
);
--> statement-breakpoint
CREATE INDEX `catalogue_change_by_version` ON `catalogue_change` (`version`);--> statement-breakpoint
CREATE TABLE `catalogue_content` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `catalogue_version` (
	`version` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`size` integer NOT NULL,
	`transfer_size` integer NOT NULL,
	`entries` integer NOT NULL,
	`revision` integer NOT NULL,
	`projection` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `contact` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`title` text,
	`department` text,
	`email` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `cost_option` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`valid_from` text,
	`valid_to` text,
	`option` text,
	`currency` text,
	`amount` real,
	`amount_description` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `funding` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`source` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `language` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`code` text,
	`note` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `location` (
	`id` text PRIMARY KEY NOT NULL,
	`location_type` text NOT NULL,
	`url` text,
	`organization_id` text,
	`name` text,
	`alternate_name` text,
	`description` text,
	`transportation` text,
	`latitude` real,
	`longitude` real,
	`external_identifier` text,
	`external_identifier_type` text,
	`extra` text,
	`content_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `metadata` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`resource_type` text,
	`last_action_date` text NOT NULL,
	`last_action_type` text NOT NULL,
	`field_name` text NOT NULL,
	`previous_value` text NOT NULL,
	`replacement_value` text NOT NULL,
	`updated_by` text NOT NULL,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`alternate_name` text,
	`description` text NOT NULL,
	`email` text,
	`website` text,
	`tax_status` text,
	`tax_id` text,
	`year_incorporated` real,
	`legal_status` text,
	`logo` text,
	`uri` text,
	`parent_organization_id` text,
	`extra` text,
	`content_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organization_identifier` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`identifier_scheme` text,
	`identifier_type` text NOT NULL,
	`identifier` text NOT NULL,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `organization_location` (
	`root_id` text NOT NULL,
	`position` integer NOT NULL,
	`target_id` text NOT NULL,
	PRIMARY KEY(`root_id`, `position`),
	FOREIGN KEY (`root_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`target_id`) REFERENCES `location`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `organization_program` (
	`root_id` text NOT NULL,
	`position` integer NOT NULL,
	`target_id` text NOT NULL,
	PRIMARY KEY(`root_id`, `position`),
	FOREIGN KEY (`root_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`target_id`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `phone` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`extension` real,
	`type` text,
	`description` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `price_band` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text,
	`isee_type` text,
	`from_cents` integer,
	`to_cents` integer,
	`fee_cents` integer NOT NULL,
	`unit` text,
	`currency` text,
	`valid_from` text,
	`valid_to` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `program` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text,
	`name` text NOT NULL,
	`alternate_name` text,
	`description` text NOT NULL,
	`extra` text,
	`content_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `required_document` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`document` text,
	`uri` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `schedule` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`valid_from` text,
	`valid_to` text,
	`dtstart` text,
	`timezone` real,
	`until` text,
	`count` real,
	`wkst` text,
	`freq` text,
	`interval` real,
	`byday` text,
	`byweekno` text,
	`bymonthday` text,
	`byyearday` text,
	`description` text,
	`opens_at` text,
	`closes_at` text,
	`schedule_link` text,
	`attending_type` text,
	`notes` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `service` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`alternate_name` text,
	`description` text,
	`url` text,
	`email` text,
	`status` text NOT NULL,
	`interpretation_services` text,
	`application_process` text,
	`fees_description` text,
	`wait_time` text,
	`fees` text,
	`accreditations` text,
	`eligibility_description` text,
	`minimum_age` real,
	`maximum_age` real,
	`assured_date` text,
	`assurer_email` text,
	`licenses` text,
	`alert` text,
	`last_modified` text,
	`organization_id` text,
	`program_id` text,
	`extra` text,
	`content_hash` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`program_id`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `service_area` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`description` text,
	`extent` text,
	`extent_type` text,
	`uri` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`)
);
--> statement-breakpoint
CREATE TABLE `service_at_location` (
	`root` text NOT NULL,
	`root_id` text NOT NULL,
	`path` text NOT NULL,
	`id` text NOT NULL,
	`description` text,
	`location_id` text,
	`extra` text,
	PRIMARY KEY(`root`, `root_id`, `path`),
	FOREIGN KEY (`location_id`) REFERENCES `location`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `taxonomy` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`uri` text,
	`version` text,
	`extra` text,
	`content_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `taxonomy_term` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`parent_id` text,
	`taxonomy` text,
	`language` text,
	`term_uri` text,
	`taxonomy_id` text,
	`extra` text,
	`content_hash` text NOT NULL,
	FOREIGN KEY (`taxonomy_id`) REFERENCES `taxonomy`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
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
