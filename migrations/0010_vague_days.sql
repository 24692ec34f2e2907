-- What earlier code derived from a notice of a vague term could end before it began. It is derived again afterwards.
UPDATE "revision" SET "ends_from" = "ends_to", "ends_to" = "ends_from" WHERE "ends_from" > "ends_to";--> statement-breakpoint
CREATE INDEX "event_days" ON "event" USING gist (daterange(date_from, date_to, '[]'));--> statement-breakpoint
CREATE INDEX "revision_current_signed_days" ON "revision" USING gist (daterange(signed_on, signed_to, '[]')) WHERE superseded_at is null and operation <> 'delete' and signed_to is not null;--> statement-breakpoint
CREATE INDEX "revision_current_ends_days" ON "revision" USING gist (daterange(ends_from, ends_to, '[]')) WHERE superseded_at is null and operation <> 'delete' and ends_to is not null;--> statement-breakpoint
CREATE INDEX "status_interval_persons" ON "status_interval" USING btree ("persons_min") WHERE persons_min is not null;