"""The session of typescript/session.ts, by the client that openapi-python-client generates from the same document."""

import os
from urllib.parse import parse_qs, urlsplit

from registry import AuthenticatedClient
from registry.api.agreements import get_agreement, list_agreements
from registry.api.history import list_changes
from registry.api.write import create_agreement, delete_agreement, patch_agreement, replace_agreement, restore_revision
from registry.models import AgreementInput, AgreementPatch, AgreementReplacement, Bindingness, Cause

registry = AuthenticatedClient(base_url=os.environ["ADDRESS"], token=os.environ["KEY"], timeout=60)
ID = "us-sv-2019-python-session"


def taken(response):
    """What was answered, and its tag; a refusal ends the session."""
    assert response.status_code < 300, response.content
    return response.parsed, response.headers.get("etag")


# Lists, page by page.
seen, cursor = [], None
while True:
    more = {"cursor": cursor} if cursor else {}
    answer, _ = taken(list_agreements.sync_detailed(client=registry, party=["SV"], limit=2, total=True, **more))
    seen += [item.id for item in answer.items]
    cursor = answer.page.cursor
    assert (cursor is None) == (len(seen) == answer.page.total)
    if cursor is None:
        break

# Clocks.
then, _ = taken(
    get_agreement.sync_detailed(
        "us-sv-2019-asylum-cooperative-agreement", client=registry, as_of="2021-01-01", reported_by="2021-01-15"
    )
)
assert then.status.legal == "in_force"

# Where the feed stands.
after, more = None, True
while more:
    position = {"after": after} if after else {}
    feed, _ = taken(list_changes.sync_detailed(client=registry, limit=200, **position))
    after, more = parse_qs(urlsplit(feed.next_).query)["after"][0], feed.more

# A record of one's own.
draft = AgreementInput.from_dict(
    {
        "id": ID,
        "title": "Agreement of 2019 between the United States and El Salvador",
        "kinds": ["safe_third_country"],
        "disclosure": "reported_only",
        "parties": [{"country": "US", "role": "sender"}, {"country": "SV", "role": "receiver"}],
        "events": [{"type": "signed", "date": "2019-09-20", "citations": [{"source": "article"}]}],
        "sources": [
            {
                "id": "article",
                "url": "https://example.org/article",
                "title": "El Salvador signs",
                "publisher": "A newspaper",
                "publishedOn": "2019-09-21",
                "kind": "news",
            }
        ],
    }
)
created, first = taken(create_agreement.sync_detailed(client=registry, body=draft))
assert created.revision.version == 1

patch = AgreementPatch(bindingness=Bindingness.BINDING)
patched, _ = taken(
    patch_agreement.sync_detailed(ID, client=registry, body=patch, cause=Cause.NEW_SOURCE, if_match=first)
)
assert patched.bindingness == "binding"

# What was read can be sent back as it is: nothing changes.
read, tag = taken(get_agreement.sync_detailed(ID, client=registry))
same = AgreementReplacement.from_dict(read.to_dict())
put, last = taken(replace_agreement.sync_detailed(ID, client=registry, body=same, if_match=tag))
assert put.revision.version == 2

stale = patch_agreement.sync_detailed(ID, client=registry, body=patch, if_match=first)
assert stale.status_code == 412 and stale.parsed.detail

taken(delete_agreement.sync_detailed(ID, client=registry, if_match=last))
assert get_agreement.sync_detailed(ID, client=registry).status_code == 410
restored, _ = taken(restore_revision.sync_detailed(ID, "1", client=registry))
assert restored.bindingness == created.bindingness

# The feed has all of that, in the order in which it came.
news, _ = taken(list_changes.sync_detailed(client=registry, after=after, agreement=[ID]))
assert [change.operation for change in news.items] == ["create", "update", "delete", "restore"]
print(f"Python: {len(seen)} agreements listed, 1 created, patched, put back, deleted, restored, followed")
