CREATE SEQUENCE "public"."change_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "agreement" (
	"id" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"name" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_key_scopes_known" CHECK ("api_key"."scopes" <@ array['read', 'write'])
);
--> statement-breakpoint
CREATE TABLE "country" (
	"code" text PRIMARY KEY NOT NULL,
	"alpha3" text,
	"numeric" text,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"date_from" date NOT NULL,
	"date_to" date NOT NULL,
	"party" text,
	"persons_min" integer,
	"persons_max" integer,
	"standing" text NOT NULL,
	CONSTRAINT "event_seq_id_pk" PRIMARY KEY("seq","id"),
	CONSTRAINT "event_dates_in_order" CHECK ("event"."date_from" <= "event"."date_to")
);
--> statement-breakpoint
CREATE TABLE "facility" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"role" text NOT NULL,
	"capacity" integer,
	"places" integer,
	CONSTRAINT "facility_seq_id_pk" PRIMARY KEY("seq","id")
);
--> statement-breakpoint
CREATE TABLE "fee_term" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"stage" text NOT NULL,
	"payer" text,
	"payee" text,
	"basis" text NOT NULL,
	"amount_min" numeric(17, 2),
	"amount_max" numeric(17, 2),
	"currency" text,
	"standing" text NOT NULL,
	CONSTRAINT "fee_term_seq_id_pk" PRIMARY KEY("seq","id"),
	CONSTRAINT "fee_term_amounts_in_order" CHECK ("fee_term"."amount_min" <= "fee_term"."amount_max"),
	CONSTRAINT "fee_term_currency_with_amount" CHECK ((coalesce("fee_term"."amount_min", "fee_term"."amount_max") is null) = ("fee_term"."currency" is null))
);
--> statement-breakpoint
CREATE TABLE "kind" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "kind_seq_kind_pk" PRIMARY KEY("seq","kind")
);
--> statement-breakpoint
CREATE TABLE "party" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"country" text NOT NULL,
	"role" text NOT NULL,
	"authority" text,
	CONSTRAINT "party_seq_country_pk" PRIMARY KEY("seq","country")
);
--> statement-breakpoint
CREATE TABLE "relation" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"type" text NOT NULL,
	"target" text NOT NULL,
	CONSTRAINT "relation_seq_type_target_pk" PRIMARY KEY("seq","type","target")
);
--> statement-breakpoint
CREATE TABLE "revision" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"agreement_id" text NOT NULL,
	"version" integer NOT NULL,
	"operation" text NOT NULL,
	"actor" text NOT NULL,
	"cause" text,
	"note" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"superseded_at" timestamp (3) with time zone,
	"changed" text[] NOT NULL,
	"provenance" json NOT NULL,
	"document" json,
	"summary" json,
	"title" text,
	"form" text,
	"bindingness" text,
	"disclosure" text,
	"signed_on" date,
	CONSTRAINT "revision_version_key" UNIQUE("agreement_id","version"),
	CONSTRAINT "revision_version_positive" CHECK ("revision"."version" > 0),
	CONSTRAINT "revision_superseded_later" CHECK ("revision"."superseded_at" > "revision"."recorded_at"),
	CONSTRAINT "revision_document_unless_deleted" CHECK (("revision"."operation" = 'delete') = ("revision"."document" is null)),
	CONSTRAINT "revision_columns_of_document" CHECK (("revision"."document" is null) = ("revision"."title" is null)
        and ("revision"."document" is null) = ("revision"."summary" is null)
        and ("revision"."document" is null) = ("revision"."signed_on" is null))
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source" (
	"seq" bigint NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"url" text NOT NULL,
	"publisher" text NOT NULL,
	"kind" text NOT NULL,
	"published_from" date,
	"published_to" date,
	CONSTRAINT "source_seq_id_pk" PRIMARY KEY("seq","id")
);
--> statement-breakpoint
CREATE TABLE "status_change" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"revision_seq" bigint NOT NULL,
	"day" date NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"changed" text[] NOT NULL,
	CONSTRAINT "status_change_once" UNIQUE("revision_seq","day")
);
--> statement-breakpoint
CREATE TABLE "status_interval" (
	"seq" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"reported_from" date NOT NULL,
	"reported_to" date NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"legal" text NOT NULL,
	"implementation" text NOT NULL,
	"money" text NOT NULL,
	"certain" boolean NOT NULL,
	"label" text NOT NULL,
	"persons_min" bigint,
	"persons_max" bigint,
	"status" json NOT NULL,
	"totals" json NOT NULL,
	CONSTRAINT "status_interval_seq_ordinal_pk" PRIMARY KEY("seq","ordinal"),
	CONSTRAINT "status_interval_valid_in_order" CHECK ("status_interval"."valid_from" <= "status_interval"."valid_to"),
	CONSTRAINT "status_interval_reported_in_order" CHECK ("status_interval"."reported_from" <= "status_interval"."reported_to")
);
--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_party_country_code_fk" FOREIGN KEY ("party") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facility" ADD CONSTRAINT "facility_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facility" ADD CONSTRAINT "facility_country_country_code_fk" FOREIGN KEY ("country") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_term" ADD CONSTRAINT "fee_term_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_term" ADD CONSTRAINT "fee_term_payer_country_code_fk" FOREIGN KEY ("payer") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_term" ADD CONSTRAINT "fee_term_payee_country_code_fk" FOREIGN KEY ("payee") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kind" ADD CONSTRAINT "kind_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party" ADD CONSTRAINT "party_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party" ADD CONSTRAINT "party_country_country_code_fk" FOREIGN KEY ("country") REFERENCES "public"."country"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relation" ADD CONSTRAINT "relation_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relation" ADD CONSTRAINT "relation_target_agreement_id_fk" FOREIGN KEY ("target") REFERENCES "public"."agreement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_agreement_id_agreement_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreement"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source" ADD CONSTRAINT "source_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_revision_seq_revision_seq_fk" FOREIGN KEY ("revision_seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_interval" ADD CONSTRAINT "status_interval_seq_revision_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."revision"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_type" ON "event" USING btree ("type","date_from");--> statement-breakpoint
CREATE INDEX "facility_id" ON "facility" USING btree ("id");--> statement-breakpoint
CREATE INDEX "fee_term_currency" ON "fee_term" USING btree ("currency","amount_min");--> statement-breakpoint
CREATE INDEX "kind_kind" ON "kind" USING btree ("kind","seq");--> statement-breakpoint
CREATE INDEX "party_country" ON "party" USING btree ("country","seq");--> statement-breakpoint
CREATE INDEX "relation_target" ON "relation" USING btree ("target");--> statement-breakpoint
CREATE UNIQUE INDEX "revision_current_key" ON "revision" USING btree ("agreement_id") WHERE superseded_at is null;--> statement-breakpoint
CREATE INDEX "revision_current_seq" ON "revision" USING btree ("seq") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
CREATE INDEX "revision_current_title" ON "revision" USING btree (title collate "C","agreement_id") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
CREATE INDEX "revision_current_signed_on" ON "revision" USING btree ("signed_on","agreement_id") WHERE superseded_at is null and operation <> 'delete';--> statement-breakpoint
CREATE INDEX "revision_recorded_at" ON "revision" USING btree ("recorded_at","seq");--> statement-breakpoint
CREATE INDEX "source_url" ON "source" USING btree ("url");--> statement-breakpoint
CREATE INDEX "status_interval_clocks" ON "status_interval" USING btree ("seq","reported_to","valid_to");--> statement-breakpoint
CREATE INDEX "status_interval_begins" ON "status_interval" USING btree ("valid_from") WHERE reported_to = 'infinity';