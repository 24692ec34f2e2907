import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import registry.ApiClient;
import registry.ApiException;
import registry.ApiResponse;
import registry.api.AgreementsApi;
import registry.api.HistoryApi;
import registry.api.WriteApi;
import registry.model.AgreementInput;
import registry.model.AgreementPatch;
import registry.model.AgreementReplacement;
import registry.model.Bindingness;
import registry.model.Cause;
import registry.model.LegalState;

/** The session of ../../typescript/session.ts, by the client that openapi-generator makes for Java. */
public class Session {
  static final String ID = "us-sv-2019-java-session";

  public static void main(String[] arguments) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(System.getenv("ADDRESS"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("KEY")));
    var agreements = new AgreementsApi(client);
    var history = new HistoryApi(client);
    var write = new WriteApi(client);

    // Lists, page by page.
    var seen = new ArrayList<String>();
    String cursor = null;
    do {
      var page = agreements.listAgreements(AgreementsApi.APIListAgreementsRequest.newBuilder()
          .party(List.of("SV")).limit(2).total(true).cursor(cursor).build());
      page.getItems().forEach(item -> seen.add(item.getId()));
      cursor = page.getPage().getCursor();
      expect((cursor == null) == (seen.size() == page.getPage().getTotal()), "the last page is where all have been seen");
    } while (cursor != null);

    // Clocks.
    var then = agreements.getAgreement(AgreementsApi.APIGetAgreementRequest.newBuilder()
        .id("us-sv-2019-asylum-cooperative-agreement").asOf("2021-01-01").reportedBy("2021-01-15").build());
    expect(then.getStatus().getLegal() == LegalState.IN_FORCE, "the state at the clocks");

    // Where the feed stands.
    String after = null;
    for (var more = true; more;) {
      var feed = history.listChanges(HistoryApi.APIListChangesRequest.newBuilder().after(after).limit(200).build());
      after = URI.create(feed.getNext()).getQuery().replaceAll("^(.*&)?after=|&.*", "");
      more = feed.getMore();
    }

    // A record of one's own.
    var draft = client.getObjectMapper().readValue(Files.readString(Path.of("../../draft.json")), AgreementInput.class);
    var created = write.createAgreementWithHttpInfo(
        WriteApi.APICreateAgreementRequest.newBuilder().agreementInput(draft.id(ID)).build());
    expect(created.getData().getRevision().getVersion() == 1, "it was created");

    var patch = WriteApi.APIPatchAgreementRequest.newBuilder().id(ID).ifMatch(tagOf(created))
        .agreementPatch(new AgreementPatch().bindingness(Bindingness.BINDING)).cause(Cause.NEW_SOURCE).build();
    expect(write.patchAgreement(patch).getBindingness() == Bindingness.BINDING, "it was changed");

    // What was read can be sent back as it is: nothing changes.
    var read = agreements.getAgreementWithHttpInfo(AgreementsApi.APIGetAgreementRequest.newBuilder().id(ID).build());
    var same = client.getObjectMapper().convertValue(read.getData(), AgreementReplacement.class);
    var put = write.replaceAgreementWithHttpInfo(WriteApi.APIReplaceAgreementRequest.newBuilder()
        .id(ID).ifMatch(tagOf(read)).agreementReplacement(same).build());
    expect(put.getData().getRevision().getVersion() == 2, "it was put back");

    expect(refused(() -> write.patchAgreement(patch)) == 412, "a stale tag is refused");
    write.deleteAgreement(WriteApi.APIDeleteAgreementRequest.newBuilder().id(ID).ifMatch(tagOf(put)).build());
    var gone = AgreementsApi.APIGetAgreementRequest.newBuilder().id(ID).build();
    expect(refused(() -> agreements.getAgreement(gone)) == 410, "it was deleted");
    var restored = write.restoreRevision(WriteApi.APIRestoreRevisionRequest.newBuilder().id(ID).version("1").build());
    expect(restored.getBindingness() == created.getData().getBindingness(), "it was restored");

    // The feed has all of that, in the order in which it came.
    var news = history.listChanges(
        HistoryApi.APIListChangesRequest.newBuilder().after(after).agreement(List.of(ID)).build());
    var operations = news.getItems().stream().map(item -> item.getOperation().getValue()).toList();
    expect(operations.equals(List.of("create", "update", "delete", "restore")), "the feed: " + operations);
    System.out.println("openapi-generator, Java: " + seen.size()
        + " agreements listed, 1 created, patched, put back, deleted, restored, followed");
  }

  static String tagOf(ApiResponse<?> answer) {
    return answer.getHeaders().get("etag").get(0);
  }

  interface Ask {
    Object send() throws ApiException;
  }

  /** The status of a refusal. */
  static int refused(Ask ask) {
    try {
      ask.send();
    } catch (ApiException refusal) {
      return refusal.getCode();
    }
    throw new AssertionError("It was not refused.");
  }

  static void expect(boolean holds, String promise) {
    if (!holds) throw new AssertionError("Does not hold: " + promise);
  }
}
