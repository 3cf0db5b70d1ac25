# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request about keys."""

from chancery.kit.errors import BadRequest, Forbidden, NotFound


class KeyRejected(BadRequest):
    """A key object is malformed, names another owner, or replaces a key that must not change."""

    code = "key_rejected"


class InvalidSignature(BadRequest):
    """A signature does not verify under the key that it names."""

    code = "invalid_signature"
    errcode = "M_INVALID_SIGNATURE"


class BackupNotFound(NotFound):
    """No such key backup, or no such session in it."""

    code = "backup_not_found"


class DehydratedDeviceNotFound(NotFound):
    """The person left no dehydrated device, or not this one."""

    code = "dehydrated_device_not_found"


class WrongBackupVersion(Forbidden):
    """Keys were sent for a backup version that is not the current one."""

    code = "wrong_backup_version"
    errcode = "M_WRONG_ROOM_KEYS_VERSION"
