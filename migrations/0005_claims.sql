ALTER TABLE "event" ADD COLUMN "public_from" date DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "facility" ADD COLUMN "public_from" date DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "fee_term" ADD COLUMN "public_from" date DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "fee_term" ADD COLUMN "made_on" date DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "public_from" date DEFAULT '-infinity' NOT NULL;