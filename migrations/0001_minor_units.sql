ALTER TABLE "fee_term" ALTER COLUMN "amount_min" SET DATA TYPE numeric(19, 4);--> statement-breakpoint
ALTER TABLE "fee_term" ALTER COLUMN "amount_max" SET DATA TYPE numeric(19, 4);