"""The session of ../../typescript/session.ts, by the client that openapi-generator makes for Python."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from registry import AgreementsApi, ApiClient, ApiException, Configuration, HistoryApi, WriteApi
from registry.models import AgreementInput, AgreementPatch, AgreementReplacement, Bindingness, Cause

client = ApiClient(Configuration(host=os.environ["ADDRESS"], access_token=os.environ["KEY"]))
agreements, history, write = AgreementsApi(client), HistoryApi(client), WriteApi(client)
ID = "us-sv-2019-openapi-generator-python-session"


def refused(ask):
    """The status of a refusal."""
    try:
        ask()
    except ApiException as refusal:
        return refusal.status
    raise AssertionError("was not refused")


# Lists, page by page.
seen, cursor = [], None
while True:
    page = agreements.list_agreements(party=["SV"], limit=2, total=True, cursor=cursor)
    seen += [item.id for item in page.items]
    cursor = page.page.cursor
    assert (cursor is None) == (len(seen) == page.page.total)
    if cursor is None:
        break

# Clocks.
then = agreements.get_agreement(
    "us-sv-2019-asylum-cooperative-agreement", as_of="2021-01-01", reported_by="2021-01-15"
)
assert then.status.legal == "in_force"

# Where the feed stands.
after, more = None, True
while more:
    feed = history.list_changes(after=after, limit=200)
    after, more = parse_qs(urlsplit(feed.next).query)["after"][0], feed.more

# A record of one's own.
draft = json.loads((Path(__file__).parents[2] / "draft.json").read_text())
created = write.create_agreement_with_http_info(AgreementInput.from_dict({**draft, "id": ID}))
assert created.data.revision.version == 1

patch = AgreementPatch(bindingness=Bindingness.BINDING)
first = created.headers["etag"]
assert write.patch_agreement(ID, first, patch, cause=Cause.NEW_SOURCE).bindingness == "binding"

# What was read can be sent back as it is: nothing changes.
read = agreements.get_agreement_with_http_info(ID)
same = AgreementReplacement.from_dict(read.data.to_dict())
put = write.replace_agreement_with_http_info(ID, same, if_match=read.headers["etag"])
assert put.data.revision.version == 2

assert refused(lambda: write.patch_agreement(ID, first, patch)) == 412
write.delete_agreement(ID, put.headers["etag"])
assert refused(lambda: agreements.get_agreement(ID)) == 410
assert write.restore_revision(ID, "1").bindingness == created.data.bindingness

# The feed has all of that, in the order in which it came.
news = history.list_changes(after=after, agreement=[ID])
assert [change.operation for change in news.items] == ["create", "update", "delete", "restore"]
print(f"openapi-generator, Python: {len(seen)} agreements listed, 1 created, patched, put back, deleted, restored, followed")
