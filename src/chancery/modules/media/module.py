# SPDX-License-Identifier: EUPL-1.2
"""Builds the content repository."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.antivirus.contract import Scanner
from chancery.modules.audit.contract import AuditLog
from chancery.modules.media.api.download import DownloadApi
from chancery.modules.media.api.preview import PreviewApi
from chancery.modules.media.api.thumbnail import ThumbnailApi
from chancery.modules.media.api.upload import UploadApi
from chancery.modules.media.contract import Media
from chancery.modules.media.jobs import Expiry
from chancery.modules.media.reactions import Reactions
from chancery.modules.media.service.library import Library
from chancery.modules.media.service.previews import Previews
from chancery.modules.media.service.quarantine import Quarantine
from chancery.modules.media.service.serve import Arrivals, Downloads
from chancery.modules.media.service.thumbnail import Thumbnails
from chancery.modules.media.service.upload import Uploads
from chancery.modules.media.store import MediaStore
from chancery.platform.blobs.port import Blobs
from chancery.platform.bus.port import Bus
from chancery.platform.config.settings import Media as MediaSettings
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Job, Module
from chancery.platform.outgoing.port import Outgoing

EXPIRY_SECONDS = 3600.0
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class MediaModule:
    """The built module."""

    manifest: Module
    media: Media


def build(
    *,
    database: Database,
    bus: Bus,
    blobs: Blobs,
    scanner: Scanner,
    audit: AuditLog,
    clock: Clock,
    settings: MediaSettings,
    server_name: str,
    outgoing: Outgoing,
    is_open: bool = False,
) -> MediaModule:
    """Return the repository, wired; `is_open` (test configuration) serves the paths without login, too."""
    store = MediaStore(database)
    max_bytes = settings.max_upload_mb * _MEBIBYTE
    quarantine, arrivals = Quarantine(store, audit), Arrivals()
    uploads = Uploads(
        store=store,
        blobs=blobs,
        scanner=scanner,
        audit=audit,
        clock=clock,
        server_name=server_name,
        max_bytes=max_bytes,
    )
    downloads = Downloads(
        store=store,
        blobs=blobs,
        scanner=scanner,
        quarantine=quarantine,
        arrivals=arrivals,
        clock=clock,
        server_name=server_name,
    )
    thumbnails = Thumbnails(store, blobs, max_pixels=settings.max_pixels)
    previews = Previews(outgoing=outgoing, uploads=uploads, store=store, clock=clock, server_name=server_name)
    reactions = Reactions(bus, quarantine, arrivals)

    async def stop() -> None:
        await thumbnails.close()
        await previews.close()
        await reactions.close()

    manifest = Module(
        name="media",
        needs=("antivirus", "audit"),
        routes=(
            *UploadApi(uploads, server_name=server_name, max_bytes=max_bytes).routes(),
            *DownloadApi(downloads, max_bytes=max_bytes, is_open=is_open).routes(),
            *ThumbnailApi(downloads, thumbnails, is_open=is_open).routes(),
            *PreviewApi(previews).routes(),
        ),
        jobs=(Job("media.expire", Expiry(store, clock).run, EXPIRY_SECONDS),),
        stop=stop,
    )
    return MediaModule(manifest, Library(uploads, store, server_name))
