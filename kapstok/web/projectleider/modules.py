"""Settings → Onderdelen: what a project may switch on, who sees it then, and what must be stated first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired

from kapstok import clock
from kapstok.directory import wijzer
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.referrals.cases import service as cases
from kapstok.web.fields import refusals_at
from kapstok.web.projectleider import blueprint


@dataclass(frozen=True)
class Part:
    """One optional part in words: what it does, who sees it, and where it is once it is on.

    ``switched_on`` and ``switched_off`` say what that means for people.
    """

    module: Module
    name: str
    does: str
    seen_by: str
    switched_on: str
    switched_off: str
    address: str = ""

    @property
    def on(self) -> bool:
        return projects.has_module(g.project, self.module)


class DpiaForm(FlaskForm):
    """What the casuskaart waits for."""

    covers = BooleanField(
        _l("Onze DPIA dekt de casuskaart"), [InputRequired(_l("Vink aan dat uw DPIA de casuskaart dekt."))]
    )
    dpia_on = DateField(_l("Datum van die DPIA"), [InputRequired(_l("Vul de datum van de DPIA in."))])


@blueprint.get("/instellingen/onderdelen")
def modules():
    return _page(DpiaForm(formdata=None))


@blueprint.post("/instellingen/onderdelen/<name>")
def switch_module(name: str):
    """One part on or off; what the other parts are stays as it is."""
    part = next((part for part in _parts() if part.module == name), None)
    if part is None:
        raise NotFound()
    wanted, actor = request.form.get("aan") == "ja", f"user:{current_user.id}"
    if wanted and part.module is Module.CASES and g.project.case_cards_dpia_on is None:
        form = DpiaForm()
        if not form.validate() or not _state_dpia(form, actor):
            return _page(form), 400
    on = {Module(other) for other in g.project.modules} - {part.module}
    projects.switch_modules(g.project, on | {part.module} if wanted else on, actor=actor)
    db.session.commit()
    flash(part.switched_on if wanted else part.switched_off, "status")
    return redirect(url_for("projectleider.modules"))


@blueprint.post("/instellingen/onderdelen/casuskaart/dpia-terug")
def withdraw_dpia():
    projects.withdraw_dpia(g.project, actor=f"user:{current_user.id}")
    db.session.commit()
    flash(_("Uw verklaring over de DPIA is ingetrokken. De casuskaart staat uit."), "status")
    return redirect(url_for("projectleider.modules"))


def _state_dpia(form: DpiaForm, actor: str) -> bool:
    with refusals_at(form.dpia_on):
        projects.state_dpia(g.project, form.dpia_on.data, clock.now(), actor=actor)
    return not form.errors


def _page(form: DpiaForm) -> str:
    return render_template(
        "projectleider/settings/modules.html",
        parts=_parts(),
        offered=wijzer.count_services(g.project),
        form=form,
        Module=Module,
        open_cards=cases.count_open(g.project),
    )


def _parts() -> list[Part]:
    return [*_public_parts(), *_parts_of_participants()]


def _public_parts() -> list[Part]:
    base, slug = current_app.config["BASE_URL"], g.project.slug

    def part(module: Module, name: str, does: str, seen_by: str, address: str) -> Part:
        return Part(
            module,
            name,
            does,
            seen_by,
            _("%(name)s staat aan. Iedereen die het adres kent, kan er nu bij.", name=name),
            _("%(name)s staat uit. Het adres bestaat niet meer.", name=name),
            f"{base}{address}",
        )

    return [
        part(
            Module.WIJZER,
            _("Wijzer"),
            _("Bladzijden over het aanbod op uw sociale kaart: per hulpthema, in gewone taal, ook om af te drukken."),
            _("Iedereen, zonder in te loggen. Er staat niets over mensen op, en alleen aanbod dat openbaar mag zijn."),
            f"/wijzer/{slug}",
        ),
        part(
            Module.HSDS_API,
            _("Open gegevens (HSDS)"),
            _("Andere programma’s, zoals de website van een gemeente, lezen uw sociale kaart (standaard: HSDS)."),
            _("Iedereen, zonder in te loggen. Er staat niets over mensen in, en alleen aanbod dat openbaar mag zijn."),
            f"/api/hsds/{slug}/",
        ),
        part(
            Module.AGENDA,
            _("Openbare agenda"),
            _("Een bladzijde met de bijeenkomsten die u zelf openbaar maakt. Mensen kunnen zich erop abonneren."),
            _("Iedereen, zonder in te loggen. Er staat niet wie er komt, wie er spreekt of hoe u online meedoet."),
            f"/agenda/{slug}",
        ),
    ]


def _parts_of_participants() -> list[Part]:
    return [
        Part(
            Module.FOLLOWING,
            _("Verwijzingen volgen"),
            _(
                "Deelnemers volgen één verwijzing: wat werd ervan, en kwam er een terugkoppeling? "
                "Er staat niets in over de cliënt."
            ),
            _("Wie verwees, de organisatie waarnaar verwezen werd, en u. Standaard staat dit uit."),
            _("Verwijzingen volgen staat aan. Deelnemers vinden het op hun eigen pagina."),
            _("Verwijzingen volgen staat uit. Niemand ziet nog een gevolgde verwijzing."),
        ),
        Part(
            Module.LOTTERY,
            _("Loting van tafels"),
            _(
                "Een munt beslist wie van twee gasten waar zit, als dat voor het kennismakingsplan niets uitmaakt. "
                "Acht weken later vraagt Kapstok wie elkaar kennen. Zo ziet u of samen aan tafel zitten iets doet."
            ),
            _(
                "Gasten lezen in de uitnodiging dat er geloot wordt en kunnen nee zeggen. "
                "U en de evaluator zien aantallen. Standaard staat dit uit."
            ),
            _("De loting staat aan. Kondig haar per bijeenkomst aan, voordat u uitnodigt."),
            _("De loting staat uit. Lijsten met namen gaan niet meer weg, en niemand ziet een uitkomst."),
        ),
        Part(
            Module.CASES,
            _("Casuskaart"),
            _(
                "Deelnemers zien in één oogopslag wie rond één situatie betrokken zijn, wie de regie heeft en wat het "
                "volgende moment is. De kaart krijgt een bedachte naam. Er staat niets op over de cliënt."
            ),
            _(
                "Alleen wie op de kaart staat. U ziet de kaarten niet, de evaluator ook niet, "
                "en ze tellen nergens mee. Standaard staat dit uit."
            ),
            _("De casuskaart staat aan. Deelnemers vinden haar op hun eigen pagina."),
            _("De casuskaart staat uit. Niemand ziet nog een kaart. Wat er staat, verdwijnt na de bewaartermijn."),
        ),
    ]
