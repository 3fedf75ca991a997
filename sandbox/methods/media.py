"""Pictures, documents, albums and getFile."""

from sandbox.errors import bad_request
from sandbox.files import MEGABYTE, StoredFile
from sandbox.messages import Content
from sandbox.methods.drafts import caption_content, deliver
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.world import World

MAX_DOWNLOAD = 20 * MEGABYTE
ALBUM = range(2, 11)


def send_photo(world: World, params: Params) -> Json:
    return _send(world, params, "photo")


def send_document(world: World, params: Params) -> Json:
    return _send(world, params, "document")


def send_media_group(world: World, params: Params) -> list[Json]:
    world.open_chat(params.values.get("chat_id"))
    items = params.data("media")
    if not isinstance(items, list) or len(items) not in ALBUM:
        raise bad_request("expected 2-10 media in a group")
    contents = [media_content(world, params, item) for item in items]
    first = world.now()
    album = f"{first}{len(world.files.by_id)}"
    return [message.json() for message in deliver(world, params, contents, album)]


def get_file(world: World, params: Params) -> Json:
    stored = world.files.get(params.text("file_id") or "")
    if len(stored.upload.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    size = len(stored.upload.content)
    return {"file_id": stored.id, "file_unique_id": f"u{stored.id}", "file_size": size, "file_path": stored.path}


def media_content(world: World, params: Params, item: Json) -> Content:
    """One InputMedia: its file and caption."""
    kind = item.get("type")
    if kind not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: type must be photo or document")
    own = Params(item, params.uploads)
    return caption_content(own, _file(world, own, "media", picture=kind == "photo"))


def _send(world: World, params: Params, kind: str) -> Json:
    world.open_chat(params.values.get("chat_id"))
    stored = _file(world, params, kind, picture=kind == "photo")
    return deliver(world, params, [caption_content(params, stored)])[0].json()


def _file(world: World, params: Params, name: str, *, picture: bool) -> StoredFile:
    """A file sent now or before. The sandbox has no network: an address is answered as one that cannot be read."""
    if upload := params.upload(name):
        return world.files.keep(upload, picture=picture)
    given = params.text(name) or ""
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return world.files.get(given)


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
