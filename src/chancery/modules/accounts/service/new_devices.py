# SPDX-License-Identifier: EUPL-1.2
"""Tells a person's devices, and by letter the person, of sign-ins that came after them."""

import logging

from chancery.modules.accounts.errors import DeviceNotFound
from chancery.modules.accounts.events import DeviceRecognised
from chancery.modules.accounts.model import NewDevice
from chancery.modules.accounts.rules.mail import new_device_letter
from chancery.modules.accounts.store.new_devices import NewDeviceStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.platform.mail import Mail, Mailer, MailNotSent

_log = logging.getLogger(__name__)


class NewDevices:
    """Sign-ins that wait for "it was me".

    A device is told only of those that signed in after it: who breaks in learns of no notice and answers none of
    their own.
    """

    def __init__(self, database: Database, store: NewDeviceStore) -> None:
        self._database = database
        self._store = store

    async def list(self, caller: Caller) -> list[NewDevice]:
        """Return what the caller's device is to be told, newest first."""
        return await self._store.list_after(caller.user_id, caller.device_id)

    async def access(self, caller: Caller, device_id: str) -> NewDevice:
        """Return one device that the caller's device is told of; raises DeviceNotFound."""
        for device in await self.list(caller):
            if device.device_id == device_id:
                return device
        raise DeviceNotFound("there is no such new device")

    async def recognise(self, caller: Caller, device_id: str) -> None:
        """Note that the person knows a device; raises DeviceNotFound."""
        device = await self.access(caller, device_id)
        write = Write()
        self._store.recognise(write, device)
        place = write.position().offset
        write.publish(lambda base: DeviceRecognised(device.user_id, device.device_id, base + place))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise DeviceNotFound("this device was answered for, or has signed in anew") from error


class NewDeviceLetters:
    """Writes to people with an address, whichever process comes first; a letter that is not taken waits."""

    def __init__(
        self, database: Database, store: NewDeviceStore, mailer: Mailer, *, server_name: str
    ) -> None:
        self._database = database
        self._store = store
        self._mailer = mailer
        self._server_name = server_name

    async def send_due(self) -> None:
        """Send what is due; stops at the first letter that the mail server does not take."""
        for device, address in await self._store.list_letters():
            if not await self._mark(device, is_due=False):
                continue
            try:
                await self._mailer.send(Mail(address, *new_device_letter(device, server=self._server_name)))
            except MailNotSent:
                _log.warning(
                    "a letter about a new device was not taken by the mail server; it is tried again"
                )
                await self._mark(device, is_due=True)
                return

    async def _mark(self, device: NewDevice, *, is_due: bool) -> bool:
        write = Write()
        self._store.set_letter_due(write, device, is_due=is_due)
        try:
            await self._database.commit(write)
        except WriteConflict:
            return False
        return True
