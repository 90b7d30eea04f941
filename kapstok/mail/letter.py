"""A letter in plain values, and its two renderings: text and HTML with the same content."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from kapstok.mail.text import lines, one_line

Translate = Callable[..., str]

# One constant sheet in the head and no style attributes: a page that shows a mail can allow exactly this by its hash.
# Outlook on Windows lays mail out with Word: no padding on links, no inline-block, no media queries. So a button is a
# table cell that is one without this sheet too; what stands under @media, Word passes over.
STYLE = Markup(
    "body{margin:0;padding:24px 16px;background:#FBFAF7;color:#1B2733;"
    "font:17px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif}"
    ".letter{max-width:36em;margin:0 auto}"
    "dt{font-weight:600}dd{margin:0 0 8px}"
    "a{color:#0B5563}"
    "td.button{border-radius:8px;background:#0B5563}"
    "td.button a,td.button font{color:#FFFFFF;font-weight:600;text-decoration:none}"
    "@media screen{td.button{padding:0}td.button a{display:block;padding:14px 24px}}"
    ".address,.quiet{font-size:14px;color:#55616D}.address{word-break:break-all}"
    "@media (prefers-color-scheme:dark){"
    "body{background:#12181D;color:#E8ECEF}a{color:#6FC3D1}"
    "td.button{background:#6FC3D1}td.button a,td.button font{color:#12181D}"
    ".address,.quiet{color:#A9B4BD}}"
)
_BUTTON, _ON_BUTTON = "#0B5563", "#FFFFFF"


@dataclass(frozen=True)
class Sender:
    """On whose behalf a mail goes out: the project, who reads the reply, and Kapstok's own address (``MAIL_FROM``)."""

    project: str
    contact_name: str
    contact_email: str
    contact_phone: str
    mail_from: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; a new line stays a new line."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Labels with their values: when, where."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Button:
    """The one thing to do, as a link that also works when buttons don't."""

    label: str
    url: str


@dataclass(frozen=True)
class Choices:
    """Answers to one question, each a link of its own."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Link:
    """Something that can be done and mostly is not, in small type."""

    label: str
    url: str


Block = Paragraph | Facts | Button | Choices | Link


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    blocks: tuple[Block, ...]


def addressed(_: Translate, name: str, sender: Sender, subject: str, *blocks: Block) -> Letter:
    """A letter to one person: it opens with their name, and ends with where to ask and who writes."""
    return Letter(subject, (Paragraph(_("Beste %(name)s,", name=name)), *blocks, _goodbye(_, sender)))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What somebody typed, as paragraphs: a blank line parts them."""
    blocks = re.split(r"\n\s*\n", "\n".join(lines(text)))
    return tuple(Paragraph(block.strip("\n")) for block in blocks if block.strip())


def as_text(letter: Letter) -> str:
    """The letter as plain text: paragraphs with a blank line between them."""
    return "\n\n".join(text for block in letter.blocks if (text := _text(block))) + "\n"


def as_html(letter: Letter, language: str = "nl") -> str:
    """The letter as one HTML page without pictures or anything else from elsewhere."""
    body = Markup("\n").join(html for block in letter.blocks if (html := _html(block)))
    page = Markup(
        '<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        '<title>{title}</title><style>{style}</style></head>\n<body lang="{language}"><div class="letter">\n{body}\n'
        "</div></body>\n</html>\n"
    )
    return str(page.format(language=language, title=one_line(letter.subject), style=STYLE, body=body))


def _goodbye(_: Translate, sender: Sender) -> Paragraph:
    questions = _("Hebt u een vraag? Beantwoord dan deze mail.")
    if sender.contact_phone:
        questions = _("Hebt u een vraag? Beantwoord dan deze mail of bel %(phone)s.", phone=sender.contact_phone)
    greeting = _("Met vriendelijke groet,")
    return Paragraph(f"{questions}\n\n{greeting}\n{sender.contact_name}\n{sender.project}")


def _text(block: Block) -> str:
    match block:
        case Paragraph(text):
            return "\n".join(lines(text))
        case Facts(rows):
            return "\n".join(f"{label}: {_indented(value)}" for label, value in rows)
        case Button(label, url) | Link(label, url):
            return f"{one_line(label)}:\n{url}"
        case Choices(buttons):
            return "\n\n".join(_text(button) for button in buttons)


def _indented(value: str) -> str:
    return "\n  ".join(lines(value))


def _html(block: Block) -> Markup:
    match block:
        case Paragraph(text):
            return Markup("<p>{}</p>").format(_broken(text)) if text else Markup()
        case Facts(rows):
            return Markup("<dl>{}</dl>").format(Markup("").join(_fact(label, value) for label, value in rows))
        case Button(label, url):
            address = Markup('<p class="address"><a href="{url}">{url}</a></p>').format(url=url)
            return Markup("{}\n{}").format(_buttons((block,)), address)
        case Choices(buttons):
            return _buttons(buttons)
        case Link(label, url):
            return Markup('<p class="quiet"><a href="{}">{}</a></p>').format(url, one_line(label))


def _buttons(buttons: tuple[Button, ...]) -> Markup:
    """Buttons below one another, equally wide: three in a row would not fit on a phone."""
    rows = Markup("\n").join(
        Markup(
            '<tr><td class="button" align="center" bgcolor="{ground}"><a href="{url}">'
            '<font color="{ink}">{label}</font></a></td></tr>'
        ).format(ground=_BUTTON, ink=_ON_BUTTON, url=button.url, label=one_line(button.label))
        for button in buttons
    )
    return Markup('<table role="presentation" border="0" cellpadding="14" cellspacing="8">\n{}\n</table>').format(rows)


def _fact(label: str, value: str) -> Markup:
    return Markup("<dt>{}</dt><dd>{}</dd>").format(label, _broken(value))


def _broken(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines(text))
