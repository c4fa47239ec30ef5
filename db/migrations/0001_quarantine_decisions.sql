ALTER TABLE `quarantine` ADD `device_now` integer;--> statement-breakpoint
ALTER TABLE `quarantine` ADD `state` text DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE `quarantine` ADD `decided_by` text;--> statement-breakpoint
ALTER TABLE `quarantine` ADD `decided_at` integer;