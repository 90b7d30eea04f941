"""What goes on paper: the plain dictionaries that the sheets in ``templates/pdf`` set, in the reader's words."""

from __future__ import annotations

import io

from flask import current_app, get_template_attribute
from flask_babel import get_locale
from flask_babel import gettext as _

from kapstok import clock
from kapstok.network.marks import mark
from kapstok.projects.models import Project, Term
from kapstok.web import filters

INK = "#1B2733"  # outlines every mark: sky and orange alone are too pale on white
_SMALL = "van von de der den het ’t 't ten ter te tot in op el al la le du"
SMALL_WORDS = frozenset(_SMALL.split())


def sheet(project: Project, title: str, subtitle: str, address: str, code: dict[str, str]) -> dict:
    """What every sheet holds. ``address``: the path of the live page; ``code``: the words round its QR code,
    ``alt`` (what it is) and ``words`` (what it leads to)."""
    url = f"{current_app.config['BASE_URL']}{address}"
    return {
        "title": title,
        "subtitle": subtitle,
        "author": project.name,
        "project": project.name,
        "language": get_locale().language,
        "qr": code | {"svg": qr_code(url), "address": url, "shown": url.partition("://")[2]},
        "foot": {
            "wrong": _("Klopt er iets niet? %(contact)s", contact=contact(project)),
            "date": _("Stand van %(day)s", day=filters.day(clock.now())),
            "page": _("Bladzijde %(page)s van %(pages)s", page="{page}", pages="{pages}"),
            "note": "",
        },
    }


def contact(project: Project) -> str:
    """Noor de Wit, 0591 000 000, noor@example.org"""
    return ", ".join(part for part in (project.contact_name, project.contact_phone, project.contact_email) if part)


def qr_code(url: str) -> str:
    """A QR code as SVG. A quarter of it may be stained or torn; its own white border goes with it."""
    import segno

    drawn = io.BytesIO()
    look = {"border": 4, "light": "#fff", "dark": INK}
    segno.make(url, error="q", micro=False).save(drawn, kind="svg", xmldecl=False, omitsize=True, **look)
    return drawn.getvalue().decode()


def sector_mark(sector: Term | None) -> str:
    """The colour and shape of a sector as SVG: the shape that pages draw, read from where they have it."""
    if sector is None:
        return ""
    shapes = get_template_attribute("components/ui.html", "shapes")
    path, colour = shapes[sector.position % len(shapes)], mark(sector.position).colour
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.5 -0.5 17 17">'
        f'<path d="{path}" fill="{colour}" stroke="{INK}" stroke-width="1"/></svg>'
    )


def initials(name: str) -> str:
    """AV for Anna de Vries: the first letters of the first and the last word that is not a small one."""
    words = [word for word in name.split() if word.casefold() not in SMALL_WORDS] or name.split()
    letters = [next((sign for sign in word if sign.isalnum()), "") for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper()
