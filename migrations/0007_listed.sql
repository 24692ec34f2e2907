CREATE TABLE "listed" (
	"facet" text COLLATE "C" NOT NULL,
	"seq" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"key" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
DROP INDEX "revision_current_signed_on";--> statement-breakpoint
ALTER TABLE "revision" ADD COLUMN "signed_key" text COLLATE "C";--> statement-breakpoint
CREATE UNIQUE INDEX "listed_seq" ON "listed" USING btree ("facet","seq","ordinal");--> statement-breakpoint
CREATE UNIQUE INDEX "listed_key" ON "listed" USING btree ("facet","key","ordinal");--> statement-breakpoint
CREATE INDEX "revision_current_id" ON "revision" USING btree (agreement_id collate "C") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
CREATE INDEX "revision_current_ends_on" ON "revision" USING btree (coalesce(ends_from, 'infinity'),agreement_id collate "C") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
CREATE UNIQUE INDEX "revision_current_signed_key" ON "revision" USING btree ("signed_key") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
-- There are hundreds of countries and thousands of publishers: the planner is to know how frequent each of them is.
ALTER TABLE "listed" ALTER COLUMN "facet" SET STATISTICS 1000;
