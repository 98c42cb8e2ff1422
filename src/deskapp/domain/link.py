"""What may be opened from a record: a page by https, a mail, a call; nothing that reaches into a computer."""

from __future__ import annotations

import re

ALLOWED = ("https", "mailto", "tel")
_LONGEST = 2000
_PLAIN = re.compile(
    r"[!-~]+"
)  # printing ASCII without spaces: what else there is was meant to hide something
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'*+@")


def mail_link(address: str) -> str:
    """A link that begins a mail to this address and to nobody else; nothing where it is no address."""
    mail = address.strip()
    name, at, host = mail.rpartition("@")
    if not (name and at and host and mail.isprintable()) or any(
        sign.isspace() or sign in '<>,;"' for sign in mail
    ):
        return ""
    return f"mailto:{_quoted(mail)}"


def phone_link(number: str) -> str:
    """A link that calls a number; nothing where it is none."""
    digits = "".join(sign for sign in number if sign in "+0123456789")
    return f"tel:{digits}" if any(sign.isdigit() for sign in digits) else ""


def allowed_link(link: str) -> str:
    """The link where it may be opened, else nothing."""
    scheme, colon, rest = link.partition(":")
    if not colon or scheme.lower() not in ALLOWED or len(link) > _LONGEST or not _PLAIN.fullmatch(link):
        return ""
    if scheme.lower() == "https":
        return link if rest.startswith("//") and rest[2:3].isalnum() and "@" not in rest else ""
    return link if not set(rest) & set("?&/\\") else ""


def _quoted(text: str) -> str:
    return "".join(sign if sign in _SAFE else _as_bytes(sign) for sign in text)


def _as_bytes(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode(errors="replace"))
