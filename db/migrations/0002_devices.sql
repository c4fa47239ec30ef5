CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`kind` text NOT NULL,
	`actor` text,
	`device_id` text,
	`subject` text,
	`detail` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit_events` (`at`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit_events` (`subject`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`access_point_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`public_key` text NOT NULL,
	`enrolled_at` integer NOT NULL,
	`enrolled_by` text NOT NULL,
	`last_contact_at` integer,
	`app_version` text,
	`unsent` integer DEFAULT 0 NOT NULL,
	`lost` integer DEFAULT 0 NOT NULL,
	`free_bytes` integer,
	`persisted` integer,
	`revoked_at` integer,
	`wipe_requested_at` integer,
	`wiped_at` integer,
	FOREIGN KEY (`access_point_id`) REFERENCES `access_points`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_token_hash_unique` ON `devices` (`token_hash`);--> statement-breakpoint
CREATE TABLE `enrolment_codes` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`access_point_id` text NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`access_point_id`) REFERENCES `access_points`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`device_id` text NOT NULL,
	`public_key` text NOT NULL,
	`issued_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `grants_by_user` ON `grants` (`user_id`);--> statement-breakpoint
CREATE INDEX `grants_by_device` ON `grants` (`device_id`);--> statement-breakpoint
CREATE TABLE `sealed_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`device_id` text NOT NULL,
	`actor` text NOT NULL,
	`body` text NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `vaults` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`epoch` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vaults_by_scope` ON `vaults` (`scope`,`created_at`);