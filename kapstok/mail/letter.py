"""A letter in plain values, and its two renderings: text and HTML with the same content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from kapstok.mail.text import lines, one_line

Translate = Callable[..., str]

# One constant sheet in the head and no style attributes: a page that shows a mail can allow exactly this by its hash.
STYLE = Markup(
    "body{margin:0;padding:24px 16px;background:#FBFAF7;color:#1B2733;"
    "font:17px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif}"
    "main{max-width:36em;margin:0 auto}"
    "dt{font-weight:600}dd{margin:0 0 8px}"
    "a{color:#0B5563}"
    "a.button{display:inline-block;padding:12px 24px;border-radius:8px;background:#0B5563;color:#FFFFFF;"
    "font-weight:600;text-decoration:none}"
    ".choice{display:inline-block;margin:0 8px 8px 0}"
    ".address{font-size:14px;color:#55616D;word-break:break-all}"
)


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


Block = Paragraph | Facts | Button | Choices


@dataclass(frozen=True)
class Letter:
    """What a mail says."""

    subject: str
    blocks: tuple[Block, ...]


def addressed(_: Translate, name: str, sender: Sender, subject: str, *blocks: Block) -> Letter:
    """A letter to one person: it opens with their name, and ends with where to ask and who writes."""
    return Letter(subject, (Paragraph(_("Beste %(name)s,", name=name)), *blocks, _goodbye(_, sender)))


def as_text(letter: Letter) -> str:
    """The letter as plain text: paragraphs with a blank line between them."""
    return "\n\n".join(text for block in letter.blocks if (text := _text(block))) + "\n"


def as_html(letter: Letter, language: str = "nl") -> str:
    """The letter as one HTML page without tables, pictures or anything from elsewhere."""
    body = Markup("\n").join(html for block in letter.blocks if (html := _html(block)))
    page = Markup(
        '<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{title}</title><style>{style}</style></head>\n<body><main>\n{body}\n</main></body>\n</html>\n"
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
        case Button(label, url):
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
            return Markup(
                '<p><a class="button" href="{url}">{label}</a></p>\n<p class="address"><a href="{url}">{url}</a></p>'
            ).format(label=one_line(label), url=url)
        case Choices(buttons):
            return Markup("\n").join(_choice(button) for button in buttons)


def _choice(button: Button) -> Markup:
    return Markup('<p class="choice"><a class="button" href="{}">{}</a></p>').format(button.url, one_line(button.label))


def _fact(label: str, value: str) -> Markup:
    return Markup("<dt>{}</dt><dd>{}</dd>").format(label, _broken(value))


def _broken(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines(text))
