CREATE TABLE "identifier" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "identifier_seq_scheme_value_pk" PRIMARY KEY("seq","scheme","value")
);
--> statement-breakpoint
CREATE TABLE "linkage" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"sense" text NOT NULL,
	"by" text,
	"standing" text NOT NULL,
	CONSTRAINT "linkage_seq_id_pk" PRIMARY KEY("seq","id")
);
--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "extent" text;--> statement-breakpoint
ALTER TABLE "fee_term" ADD COLUMN "share" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "party" ADD COLUMN "capacity" text DEFAULT 'government' NOT NULL;--> statement-breakpoint
ALTER TABLE "identifier" ADD CONSTRAINT "identifier_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkage" ADD CONSTRAINT "linkage_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkage" ADD CONSTRAINT "linkage_by_country_code_fk" FOREIGN KEY ("by") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identifier_value" ON "identifier" USING btree ("value","scheme");