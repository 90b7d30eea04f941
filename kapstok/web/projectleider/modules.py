"""Settings → Onderdelen: what a project may switch on. Each of these parts shows something to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from kapstok.directory import wijzer
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.web.projectleider import blueprint


@dataclass(frozen=True)
class Part:
    """One optional part in words: what it does, who sees it, and where it is once it is on."""

    module: Module
    name: str
    does: str
    seen_by: str
    address: str
    on: bool


@blueprint.get("/instellingen/onderdelen")
def modules():
    offered = wijzer.count_services(g.project)
    return render_template("projectleider/settings/modules.html", parts=_parts(), offered=offered)


@blueprint.post("/instellingen/onderdelen/<name>")
def switch_module(name: str):
    """One part on or off; what the other parts are stays as it is."""
    part = next((part for part in _parts() if part.module == name), None)
    if part is None:
        raise NotFound()
    on = {other.module for other in _parts() if other.on} - {part.module}
    wanted = request.form.get("aan") == "ja"
    projects.switch_modules(g.project, on | {part.module} if wanted else on, actor=f"user:{current_user.id}")
    db.session.commit()
    if wanted:
        flash(_("%(name)s staat aan. Iedereen die het adres kent, kan er nu bij.", name=part.name), "status")
    else:
        flash(_("%(name)s staat uit. Het adres bestaat niet meer.", name=part.name), "status")
    return redirect(url_for("projectleider.modules"))


def _parts() -> list[Part]:
    base, slug = current_app.config["BASE_URL"], g.project.slug
    return [
        Part(
            Module.WIJZER,
            _("Wijzer"),
            _("Bladzijden over het aanbod op uw sociale kaart: per hulpthema, in gewone taal, ook om af te drukken."),
            _("Iedereen, zonder in te loggen. Er staat niets over mensen op, en alleen aanbod dat openbaar mag zijn."),
            f"{base}/wijzer/{slug}",
            projects.has_module(g.project, Module.WIJZER),
        ),
        Part(
            Module.HSDS_API,
            _("Open gegevens (HSDS)"),
            _("Andere programma’s, zoals de website van een gemeente, lezen uw sociale kaart (standaard: HSDS)."),
            _("Iedereen, zonder in te loggen. Er staat niets over mensen in, en alleen aanbod dat openbaar mag zijn."),
            f"{base}/api/hsds/{slug}/",
            projects.has_module(g.project, Module.HSDS_API),
        ),
        Part(
            Module.AGENDA,
            _("Openbare agenda"),
            _("Een bladzijde met de bijeenkomsten die u zelf openbaar maakt. Mensen kunnen zich erop abonneren."),
            _("Iedereen, zonder in te loggen. Er staat niet wie er komt, wie er spreekt of hoe u online meedoet."),
            f"{base}/agenda/{slug}",
            projects.has_module(g.project, Module.AGENDA),
        ),
    ]
