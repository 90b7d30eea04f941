"""IMAP_URL: the address of a mailbox, with everything that is needed to get in."""

import pytest

from kapstok.mail import imap, tokens
from kapstok.mail.imap import BadImapUrl, OpenMailbox


@pytest.mark.parametrize(
    "url",
    [
        "pop3://jet:geheim@imap.example.org",
        "imaps://imap.example.org",
        "imaps://jet@imap.example.org",
        "imaps://jet:geheim@imap.example.org:veel",
        "imaps://jet:geheim@imap.example.org?starttls=ja",
        "imaps://jet:geheim@imap.example.org?auth=xoauth2",
        "imaps://jet:geheim@imap.example.org?kleur=rood",
        "",
    ],
)
def test_what_is_no_address_of_a_mailbox(url):
    with pytest.raises(BadImapUrl):
        imap.parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "imap://jet:geheim@imap.example.org",
        "imaps://jet:geheim@imap.example.org?auth=xoauth2&client_id=a&scope=b&token_url=http://login.example.org/",
    ],
)
def test_a_password_never_travels_in_the_clear(url):
    with pytest.raises(OpenMailbox):
        imap.parse(url)


def test_an_address_with_everything():
    account = imap.parse(
        "imap://jet%40example.org:ge%2Fheim@imap.example.org/Post%20in?starttls=1&auth=xoauth2"
        "&client_id=k&scope=s%2F.default&token_url=https%3A%2F%2Flogin.example.org%2Ft"
    )

    client = tokens.Client("https://login.example.org/t", "k", "s/.default", "ge/heim")
    assert account == imap.Account("imap.example.org", 143, "starttls", "jet@example.org", "ge/heim", "Post in", client)
