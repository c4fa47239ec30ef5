DROP INDEX `ledger_by_row`;--> statement-breakpoint
CREATE INDEX `ledger_by_row` ON `ledger` (`collection`,`key`,`received_at`);--> statement-breakpoint
CREATE INDEX `quarantine_erased` ON `quarantine` (`store_id`) WHERE state = 'erased';