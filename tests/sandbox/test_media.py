"""Pictures, documents, albums, downloads."""

import json

import pytest

AGENCY = 101
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x06"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\xc8\x01\x40\x01"
BINARY = bytes(range(256)) + b"\r\n--\r\n\n\r"


@pytest.fixture
def send(client, town):
    """``await send(method, files, **fields)`` as multipart."""

    async def sending(method, files, **fields):
        data = {"chat_id": str(AGENCY)} | fields
        return (await client.post(f"/bot{town.token}/{method}", data=data, files=files)).json()

    return sending


@pytest.mark.parametrize("content", [PNG, JPEG])
async def test_pictures_have_a_size(send, content):
    answer = await send("sendPhoto", {"photo": ("a.bin", content)}, caption="<b>see</b>", parse_mode="HTML")
    [size] = answer["result"]["photo"]
    assert (size["width"], size["height"], answer["result"]["caption"]) == (320, 200, "see")


async def test_a_document_comes_back_byte_for_byte(send, client, town, call):
    answer = await send("sendDocument", {"document": ("list.csv", BINARY, "text/csv")})
    document = answer["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("list.csv", "text/csv")
    path = (await call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    assert (await client.get(f"/file/bot{town.token}/{path}")).content == BINARY
    assert (await client.get(f"/file/bot1:no/{path}")).status_code == 401
    assert (await client.get(f"/file/bot{town.token}/nothing")).status_code == 404
    again = await call("sendDocument", chat_id=AGENCY, document=document["file_id"])
    assert again["result"]["document"]["file_id"] == document["file_id"]


@pytest.mark.parametrize(
    ("method", "field", "content", "reason"),
    [
        ("sendPhoto", "photo", b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", PNG[:12], "Bad Request: IMAGE_PROCESS_FAILED"),
        (
            "sendPhoto",
            "photo",
            PNG[:16] + (9999).to_bytes(4, "big") + PNG[20:],
            "Bad Request: PHOTO_INVALID_DIMENSIONS",
        ),
        ("sendDocument", "document", b"", "Bad Request: file must be non-empty"),
        ("sendPhoto", "photo", bytes(10 * 1024 * 1024 + 1), "Request Entity Too Large"),
    ],
)
async def test_wrong_files(send, method, field, content, reason):
    assert (await send(method, {field: ("x", content)}))["description"] == reason


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "there is no document in the request"),
        ({"document": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ({"document": "https://example.org/x"}, "failed to get HTTP URL content"),
        ({"document": "attach://nothing"}, "can't find file to attach"),
    ],
)
async def test_wrong_references(call, params, reason):
    assert (await call("sendDocument", chat_id=AGENCY, **params))["description"] == f"Bad Request: {reason}"


async def test_an_album(send, town):
    media = [
        {"type": "photo", "media": "attach://a", "caption": "first"},
        {"type": "document", "media": "attach://b"},
    ]
    answer = await send("sendMediaGroup", {"a": ("a.png", PNG), "b": ("b.txt", b"b")}, media=json.dumps(media))
    albums = {message["media_group_id"] for message in answer["result"]}
    assert (len(answer["result"]), len(albums)) == (2, 1)
    assert [message.text for message in town.sent(AGENCY)] == ["first", ""]


@pytest.mark.parametrize("media", [None, [], [{"type": "photo"}], [{"type": "audio"}] * 2])
async def test_wrong_albums(call, media):
    assert not (await call("sendMediaGroup", chat_id=AGENCY, media=media))["ok"]


async def test_captions_and_media_are_edited(send, call, town):
    message = (await send("sendPhoto", {"photo": ("a.png", PNG)}))["result"]
    where = {"chat_id": AGENCY, "message_id": message["message_id"]}
    assert (await call("editMessageCaption", caption="new", **where))["result"]["caption"] == "new"
    assert (await call("editMessageText", text="new", **where))["description"] == (
        "Bad Request: there is no text in the message to edit"
    )
    assert (await call("editMessageCaption", caption="x" * 1025, **where))["description"] == (
        "Bad Request: message caption is too long"
    )
    media = {"type": "document", "media": "attach://b"}
    answer = await send(
        "editMessageMedia", {"b": ("b.txt", b"b")}, message_id=str(message["message_id"]), media=json.dumps(media)
    )
    assert answer["result"]["document"]["file_name"] == "b.txt"
