ALTER TABLE "country" ADD COLUMN "wikidata" text;--> statement-breakpoint
ALTER TABLE "country" ADD COLUMN "cow" integer;--> statement-breakpoint
ALTER TABLE "country" ADD COLUMN "gw" integer;--> statement-breakpoint
ALTER TABLE "country" ADD COLUMN "note" text;