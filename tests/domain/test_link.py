"""Links of a record: a mail goes to whom it says and to nobody else; nothing reaches into the computer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.link import allowed_link, mail_link, phone_link

REFUSED = """
file:///etc/passwd
FILE:///C:/Windows/System32/calc.exe
smb://server/share
\\\\server\\share
//server/share
C:\\Windows\\notepad.exe
/etc/passwd
javascript:alert(1)
data:text/html,<b>x</b>
vbscript:x
http://example.com
ftp://example.com/x
sftp://example.com
ssh://host
telnet://host
ldap://host
search-ms:query=x
ms-settings:privacy
ms-msdt:/id
ms-officecmd:x
steam://run/1
itms-services://x
intent://x
about:blank
view-source:https://a.example
blob:https://a.example
chrome://settings
jar:file:///x
gopher://x
news:x
nfs://x
webcal://x
magnet:?x
sms:123
skype:x
zoommtg://x
callto:x
mailto:a@b.example?bcc=c@d.example
mailto:a@b.example&attach=/etc/passwd
tel:123?x
https:a.example
https:///etc/passwd
https://bank.example@evil.example/
https://a.example/ x
 https://a.example
https://a.example/\u202egpj.exe
nothing
"""


@pytest.mark.parametrize("link", ["", *REFUSED.strip("\n").split("\n")])
def test_what_is_not_opened(link: str) -> None:
    assert allowed_link(link) == ""


@pytest.mark.parametrize("link", ["https://a.example/x?y=1#z", "mailto:ada@a.example", "tel:+447700900142"])
def test_what_is_opened(link: str) -> None:
    assert allowed_link(link) == link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("ada@a.example", "mailto:ada@a.example"),
        ("ada+shop@a.example", "mailto:ada+shop@a.example"),
        ("ada@a.example?bcc=eve@e.example", "mailto:ada@a.example%3Fbcc=eve@e.example".replace("=", "%3D")),
        ("ada&cc=x@a.example", "mailto:ada%26cc%3Dx@a.example"),
        ("zoë@a.example", "mailto:zo%C3%AB@a.example"),
        ("100%@a.example", "mailto:100%25@a.example"),
        ("ada@a.example, eve@e.example", ""),
        ("ada@a.example;eve@e.example", ""),
        ("ada@a.example\nbcc:eve@e.example", ""),
        ("Ada <ada@a.example>", ""),
        ("ada", ""),
        ("@a.example", ""),
        ("", ""),
    ],
)
def test_a_mail_goes_to_one_address(address: str, link: str) -> None:
    assert mail_link(address) == link
    assert allowed_link(link) == link


@pytest.mark.parametrize(
    ("number", "link"),
    [("+44 7700 900142", "tel:+447700900142"), ("07700/900142 (home)", "tel:07700900142"), ("none", "")],
)
def test_a_call(number: str, link: str) -> None:
    assert phone_link(number) == link


@given(st.text())
def test_whatever_stands_in_the_field_says_nothing_beside_the_address(typed: str) -> None:
    for link in (mail_link(typed), mail_link(f"{typed}@a.example"), phone_link(typed)):
        assert allowed_link(link) == link
        assert not set(link.partition(":")[2]) & set("?&#\n /\\")
