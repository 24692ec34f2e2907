ALTER TABLE "revision" ADD COLUMN "signed_to" date;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "ends_from" date;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "ends_to" date;--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "facets" text[];--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "search_texts" text[];--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, coalesce(search_texts[1], '')), 'A') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[2], '')), 'B') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[3], '')), 'C') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[4], '')), 'D')) STORED;--> statement-breakpoint
ALTER TABLE "status_interval" ADD COLUMN "dormant" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "status_interval" ADD COLUMN "year" integer;--> statement-breakpoint
ALTER TABLE "status_interval" ADD COLUMN "last_heard_on" date;--> statement-breakpoint
CREATE INDEX "revision_facets" ON "revision" USING gin ("facets");--> statement-breakpoint
CREATE INDEX "revision_search" ON "revision" USING gin ("search") WHERE superseded_at is null and operation <> 'delete';