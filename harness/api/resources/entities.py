"""Entities, and their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.api.call import Upload
from harness.api.caller import NO_QUERY, Caller, ListQuery
from harness.api.errors import ApiError, NotFound
from harness.api.exchange import Answer
from harness.api.guard import SANDBOX
from harness.api.models.base import RequestModel
from harness.api.models.catalogue import FilePage, StoredImage
from harness.api.models.entity import Entity, EntityCreate, EntityPage, EntityPatch
from harness.api.models.settings import EntitySettings, settings_patch


@dataclass(frozen=True, slots=True)
class Entities:
    """The tenants. Calls on one entity send its id in ``x-entity-id``, too."""

    caller: Caller

    def create(self, body: EntityCreate | Mapping[str, Any]) -> Answer[Entity]:
        """Create a tenant. Environment and the run's metadata are added where they are not given."""
        wire = body.wire() if isinstance(body, RequestModel) else dict(body)
        stamped = {
            **wire,
            "environment": wire.get("environment", SANDBOX),
            "metadata": self.caller.transport.guard.stamp(wire.get("metadata")),
        }
        return self.caller.call(Entity, "entities.create", body=stamped)

    def get(self, entity_id: str) -> Answer[Entity]:
        """Read a tenant."""
        return self.caller.call(Entity, "entities.get", item_id=entity_id, entity_id=entity_id)

    def list(self, query: ListQuery = NO_QUERY) -> Answer[EntityPage]:
        """List the tenants of the key's account."""
        return self.caller.call(EntityPage, "entities.list", query=query.wire())

    def patch(self, entity_id: str, body: EntityPatch | Mapping[str, Any]) -> Answer[Entity]:
        """Change a tenant."""
        return self.caller.call(Entity, "entities.patch", item_id=entity_id, entity_id=entity_id, body=body)

    def patch_settings(self, entity_id: str, settings: EntitySettings | Mapping[str, Any]) -> Answer[Entity]:
        """Change only the given settings, each key as a whole (``harness.api.models.settings``)."""
        return self.patch(entity_id, settings_patch(settings))

    def disable(self, entity_id: str) -> Answer[Any]:
        """Disable a tenant; the API deletes none. The route is inferred, so a target without it is sent the patch
        ``is_enabled: false``, which means the same.
        """
        try:
            return self.caller.call_raw("entities.disable", item_id=entity_id, entity_id=entity_id)
        except NotFound:
            return self.patch(entity_id, EntityPatch(is_enabled=False))
        except ApiError as refused:
            if refused.status not in (405, 501):
                raise
            return self.patch(entity_id, EntityPatch(is_enabled=False))


@dataclass(frozen=True, slots=True)
class Files:
    """Logo and other files of a tenant."""

    caller: Caller

    def upload_logo(
        self, entity_id: str, data: bytes, filename: str, media_type: str | None = None
    ) -> Answer[StoredImage]:
        """Upload the logo: PNG, JPEG, WEBP or GIF, 5 MB at most; then set ``has_logo``. The media type is told
        from the bytes where it is not given.
        """
        upload = Upload(data, filename, media_type or image_type(data))
        return self.caller.call(StoredImage, "files.upload_logo", entity_id=entity_id, upload=upload)

    def upload_signature(
        self, entity_id: str, data: bytes, filename: str, media_type: str | None = None
    ) -> Answer[StoredImage]:
        """Upload the signature, as :meth:`upload_logo`; then set ``has_signature``."""
        upload = Upload(data, filename, media_type or image_type(data), {"category": "signature"})
        return self.caller.call(StoredImage, "files.upload", entity_id=entity_id, upload=upload)

    def list(self, entity_id: str, query: ListQuery = NO_QUERY) -> Answer[FilePage]:
        """List the files."""
        return self.caller.call(FilePage, "files.list", entity_id=entity_id, query=query.wire())


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


def image_type(data: bytes) -> str:
    """The media type that the first bytes show; ``application/octet-stream`` for none that the API takes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), "application/octet-stream")
