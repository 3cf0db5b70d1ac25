# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses, the letters that ask for their confirmation, and the page behind the link."""

import re
from datetime import UTC, datetime
from typing import Literal

from chancery.kit.errors import BadRequest
from chancery.kit.text import fold
from chancery.modules.accounts.model import NewDevice

Purpose = Literal["add", "password", "register"]
Outcome = Literal["taken", "unknown"]
Language = Literal["en", "ru"]

_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+\.?")
_SECRET = re.compile(r"[0-9a-zA-Z.=_-]{1,255}")
_MAX_ADDRESS = 254

_LETTERS = {
    "en": {
        "add": (
            "Confirm your e-mail address",
            "Somebody wants to add this address to an account on {server}.",
        ),
        "password": (
            "Set a new password",
            "Somebody wants to set a new password for your account on {server}.",
        ),
        "register": ("Confirm your e-mail address", "Somebody registers on {server} with this address."),
        "taken": (
            "This address has an account",
            "Somebody wants to use this address on {server}, where it belongs to an account already.",
        ),
        "unknown": (
            "No account with this address",
            "Somebody wants a new password on {server}, where no account has this address.",
        ),
    },
    "ru": {
        "add": (
            "Подтвердите адрес электронной почты",
            "Этот адрес хотят добавить к учётной записи на {server}.",
        ),
        "password": (
            "Новый пароль",
            "Для вашей учётной записи на {server} хотят задать новый пароль.",
        ),
        "register": (
            "Подтвердите адрес электронной почты",
            "С этим адресом регистрируются на {server}.",
        ),
        "taken": (
            "У этого адреса уже есть учётная запись",
            "Этот адрес хотят использовать на {server}, где он уже принадлежит учётной записи.",
        ),
        "unknown": (
            "Нет учётной записи с этим адресом",
            "На {server} хотят задать новый пароль, но учётной записи с этим адресом нет.",
        ),
    },
}
_NOTHING = {
    "en": "There is nothing that you need to do.\n",
    "ru": "Вам ничего не нужно делать.\n",
}
_TAILS = {
    "en": "If it is you, open this link:\n\n{link}\n\nIf it is not you, do nothing. The link ends in an hour.\n",
    "ru": "Если это вы, откройте ссылку:\n\n{link}\n\nЕсли это не вы, ничего не делайте. Ссылка действует час.\n",
}

_NEW_DEVICE = {
    "en": (
        "Somebody signed in to your account on {server} on a new device.\n\n"
        "Device: {client}\nAddress: {ip}\nTime: {moment}\n\n"
        "If it was you, there is nothing to do. If not, sign that device out in Chancery (Settings, Devices) and change"
        " your password.\n"
    ),
    "ru": (
        "В вашу учётную запись на {server} вошли с нового устройства.\n\n"
        "Устройство: {client}\nАдрес: {ip}\nВремя: {moment}\n\n"
        "Если это вы, ничего делать не нужно. Если нет, завершите сеанс этого устройства в Chancery (Настройки,"
        " Устройства) и смените пароль.\n"
    ),
}


def check_address(text: str) -> str:
    """Return an address as it is compared; raises BadRequest for what cannot be one."""
    address = fold(text.strip())
    if _ADDRESS.fullmatch(address) is None or len(address.encode()) > _MAX_ADDRESS:
        raise BadRequest("this is no e-mail address")
    return address


def check_secret(text: str) -> str:
    """Return a client secret; raises BadRequest (client-server API, `client_secret`)."""
    if _SECRET.fullmatch(text) is None:
        raise BadRequest("client_secret has 1 to 255 of the characters 0-9 a-z A-Z . = _ -")
    return text


def language_of(accept_language: str) -> Language:
    """Return the language to write in."""
    return "ru" if accept_language.strip().lower().startswith("ru") else "en"


def letter(purpose: Purpose, language: Language, *, server: str, link: str) -> tuple[str, str]:
    """Return subject and text of a letter that asks."""
    subject, reason = _LETTERS[language][purpose]
    return subject, f"{reason.format(server=server)}\n\n{_TAILS[language].format(link=link)}"


def notice(outcome: Outcome, language: Language, *, server: str) -> tuple[str, str]:
    """Return subject and text of a letter that tells the address's owner alone why nothing comes of a wish."""
    subject, reason = _LETTERS[language][outcome]
    return subject, f"{reason.format(server=server)}\n\n{_NOTHING[language]}"


def new_device_letter(device: NewDevice, *, server: str) -> tuple[str, str]:
    """Return subject and text in both languages: which one the owner reads is not known, only what the guest's browser says."""
    moment = datetime.fromtimestamp(device.signed_in_at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
    client = " ".join((device.name or device.agent or device.device_id).split())
    texts = (
        text.format(server=server, client=client, ip=device.ip, moment=moment)
        for text in _NEW_DEVICE.values()
    )
    return "New sign-in · Новый вход", "\n".join(texts)
