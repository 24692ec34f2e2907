// The session of ../typescript/session.ts, by the client that oapi-codegen makes.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"reflect"

	"session/generated"
)

const id = "us-sv-2019-go-session"

func main() {
	ctx := context.Background()
	client, err := registry.NewClientWithResponses(os.Getenv("ADDRESS"), registry.WithRequestEditorFn(
		func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
			return nil
		}))
	must(err)

	// Lists, page by page.
	seen := 0
	list := registry.ListAgreementsParams{Party: &[]string{"SV"}, Limit: some(2), Total: some(true)}
	for {
		page, err := client.ListAgreementsWithResponse(ctx, &list)
		must(err)
		seen += len(page.JSON200.Items)
		list.Cursor = page.JSON200.Page.Cursor
		expect((list.Cursor == nil) == (seen == *page.JSON200.Page.Total), "the last page is where all have been seen")
		if list.Cursor == nil {
			break
		}
	}

	// Clocks.
	clocks := registry.GetAgreementParams{AsOf: some("2021-01-01"), ReportedBy: some("2021-01-15")}
	then, err := client.GetAgreementWithResponse(ctx, "us-sv-2019-asylum-cooperative-agreement", &clocks)
	must(err)
	expect(then.JSON200.Status.Legal == "in_force", "the state at the clocks")

	// Where the feed stands.
	feed := registry.ListChangesParams{Limit: some(200)}
	for more := true; more; {
		stretch, err := client.ListChangesWithResponse(ctx, &feed)
		must(err)
		next, err := url.Parse(stretch.JSON200.Next)
		must(err)
		feed.After, more = some(next.Query().Get("after")), stretch.JSON200.More
	}

	// A record of one's own.
	var draft registry.AgreementInput
	text, err := os.ReadFile("../draft.json")
	must(err)
	must(json.Unmarshal(text, &draft))
	draft.Id = some(id)
	created, err := client.CreateAgreementWithResponse(ctx, nil, draft)
	must(err)
	expect(created.JSON201.Revision.Version == 1, "it was created")
	first := created.HTTPResponse.Header.Get("ETag")

	change := registry.AgreementPatch{Bindingness: some(registry.Bindingness("binding"))}
	cause := registry.Cause("new_source")
	patched, err := client.PatchAgreementWithApplicationMergePatchPlusJSONBodyWithResponse(
		ctx, id, &registry.PatchAgreementParams{IfMatch: first, Cause: &cause}, change)
	must(err)
	expect(patched.JSON200.Bindingness == "binding", "it was changed")

	// What was read can be sent back as it is: nothing changes.
	read, err := client.GetAgreementWithResponse(ctx, id, nil)
	must(err)
	var same registry.AgreementReplacement
	text, err = json.Marshal(read.JSON200)
	must(err)
	must(json.Unmarshal(text, &same))
	put, err := client.ReplaceAgreementWithResponse(
		ctx, id, &registry.ReplaceAgreementParams{IfMatch: some(read.HTTPResponse.Header.Get("ETag"))}, same)
	must(err)
	expect(put.StatusCode() == 200, string(put.Body))
	expect(put.JSON200.Revision.Version == 2, "it was put back")

	stale, err := client.PatchAgreementWithApplicationMergePatchPlusJSONBodyWithResponse(
		ctx, id, &registry.PatchAgreementParams{IfMatch: first}, change)
	must(err)
	expect(stale.ApplicationproblemJSON412 != nil, "a stale tag is refused")

	_, err = client.DeleteAgreementWithResponse(
		ctx, id, &registry.DeleteAgreementParams{IfMatch: put.HTTPResponse.Header.Get("ETag")})
	must(err)
	gone, err := client.GetAgreementWithResponse(ctx, id, nil)
	must(err)
	expect(gone.ApplicationproblemJSON410 != nil, "it was deleted")
	restored, err := client.RestoreRevisionWithResponse(ctx, id, "1", nil)
	must(err)
	expect(restored.JSON200.Bindingness == created.JSON201.Bindingness, "it was restored")

	// The feed has all of that, in the order in which it came.
	feed.Agreement = &[]string{id}
	news, err := client.ListChangesWithResponse(ctx, &feed)
	must(err)
	var operations []registry.RevisionOperation
	for _, item := range news.JSON200.Items {
		operations = append(operations, *item.Operation)
	}
	expect(reflect.DeepEqual(operations, []registry.RevisionOperation{"create", "update", "delete", "restore"}), "the feed")
	fmt.Printf("oapi-codegen, Go: %d agreements listed, 1 created, patched, put back, deleted, restored, followed\n", seen)
}

func some[T any](value T) *T { return &value }

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func expect(holds bool, promise string) {
	if !holds {
		log.Fatal("Does not hold: ", promise)
	}
}
