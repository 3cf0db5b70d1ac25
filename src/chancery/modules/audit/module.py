# SPDX-License-Identifier: EUPL-1.2
"""Builds the audit log. It comes in two steps, because everybody below the names in its API writes to it."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.audit.api import AuditApi
from chancery.modules.audit.contract import AuditLog
from chancery.modules.audit.model import Verification
from chancery.modules.audit.service.log import StoredAuditLog
from chancery.modules.audit.service.read import AuditReader, Names
from chancery.modules.audit.service.seal import KEY_NAME, Sealer
from chancery.modules.audit.service.verify import verify_log
from chancery.modules.audit.store import AuditStore
from chancery.platform.db.port import Database
from chancery.platform.keyring.port import Keyring
from chancery.platform.lifecycle import Job, Module
from chancery.wire.tlog.note import verifier_key

SEAL_SECONDS = 10.0


@dataclass(frozen=True)
class AuditModule:
    """The built module; `sealer` is there for tools and tests that do not want to wait for the job."""

    manifest: Module
    log: AuditLog
    sealer: Sealer


def origin_of(server_name: str) -> str:
    """Return the log's name in checkpoints."""
    return f"{server_name}/audit"


def build_log(*, database: Database, clock: Clock) -> AuditLog:
    """Return the log to which every module writes."""
    return StoredAuditLog(AuditStore(database), clock)


def build(
    *, database: Database, log: AuditLog, keyring: Keyring, server_name: str, names: Names
) -> AuditModule:
    """Return the module around the log; `names` gives display names of user ids (accounts has them)."""
    store = AuditStore(database)
    origin = origin_of(server_name)
    sealer = Sealer(store, keyring, origin)
    public_key = keyring.public_key(KEY_NAME)
    reader = AuditReader(store, log, names, origin=origin, public_key=public_key)
    api = AuditApi(reader, verifier_key(origin, public_key))
    manifest = Module(
        name="audit",
        routes=api.routes(),
        jobs=(Job("audit.seal", sealer.seal, SEAL_SECONDS),),
        stop=sealer.seal,
    )
    return AuditModule(manifest, log, sealer)


async def verify(
    *, database: Database, keyring: Keyring, server_name: str, witness: str | None = None
) -> Verification:
    """Walk the whole log, as `chancery audit verify` does."""
    return await verify_log(
        AuditStore(database),
        origin=origin_of(server_name),
        public_key=keyring.public_key(KEY_NAME),
        witness=witness,
    )


async def newest_checkpoint(*, database: Database) -> str | None:
    """Return the newest signed checkpoint, as `chancery audit checkpoint` prints it."""
    checkpoint = await AuditStore(database).find_last_checkpoint()
    return checkpoint.note if checkpoint else None
