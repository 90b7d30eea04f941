"""The macros every page is made of: what a screen reader, a keyboard and a phone depend on."""

import re
from pathlib import Path

import html5lib
import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kapstok.network.marks import mark

SHEET = Path(__file__).parents[2] / "static" / "css" / "kapstok.css"
THEMES = [SelectChoice("opsporen", "Opsporen"), SelectChoice("verwijzen", "Verwijzen")]


class MeetingForm(FlaskForm):
    title = StringField("Naam", [InputRequired("Geef een naam.")])
    place = StringField("Plek", [Optional()])
    sector = SelectField("Sector", choices=[SelectChoice("welzijn", "Welzijn")])
    reason = SelectField("Reden", [Optional()], choices=[SelectChoice("", "–")])
    themes = SelectMultipleField("Thema's", choices=THEMES)
    kind = RadioField(
        "Waar",
        [InputRequired("Kies een van beide.")],
        choices=[SelectChoice("plek", "Plek"), SelectChoice("online", "Online")],
    )
    sheet = FileField("Lijst", [Optional()])
    shown = BooleanField("Toon mij")
    version = HiddenField()


@pytest.fixture
def render(app):
    """Render a snippet with the macros in reach; the answer is its parsed body."""

    def rendered(snippet: str, **values):
        source = "{% import 'components/forms.html' as forms %}{% import 'components/ui.html' as ui %}" + snippet
        with app.test_request_context():
            html = render_template_string(source, **values)
        return html5lib.parse(html, namespaceHTMLElements=False).find("body")

    return rendered


@pytest.fixture
def form(app):
    with app.test_request_context():
        yield MeetingForm(meta={"csrf": False})


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_field_is_labelled_and_its_hint_described(render, form):
    body = render("{{ forms.field(form.place, hint='Met postcode.') }}", form=form)
    control = body.find(".//input")
    assert words(body.find(f".//label[@for='{control.get('id')}']")) == "Plek (niet verplicht)"
    assert words(body.find(f".//*[@id='{control.get('aria-describedby')}']")) == "Met postcode."
    assert control.get("aria-invalid") is None


def test_an_error_stands_above_the_control_and_names_itself(render, form):
    form.title.errors = ["Geef een naam."]
    field = render("{{ forms.field(form.title) }}", form=form).find("div")
    assert [child.tag for child in field] == ["label", "p", "input"]
    assert words(field.find("p")) == "Fout: Geef een naam."
    assert field.find("input").get("aria-invalid") == "true"
    assert field.find("input").get("aria-describedby") == field.find("p").get("id")


@pytest.mark.parametrize(
    ("name", "optional"),
    [
        ("title", False),
        ("place", True),
        ("sector", False),
        ("reason", True),
        ("themes", True),
        ("kind", False),
        ("sheet", True),
    ],
)
def test_only_what_may_stay_empty_is_called_optional(render, form, name, optional):
    body = render("{{ forms.field(form[name]) }}", form=form, name=name)
    assert ("(niet verplicht)" in words(body)) == optional


def test_choosing_several_is_a_fieldset_of_boxes(render, form):
    form.themes.data = ["verwijzen"]
    group = render("{{ forms.field(form.themes) }}", form=form).find("fieldset")
    boxes = group.findall(".//input")
    assert words(group.find("legend")) == "Thema's (niet verplicht)"
    assert [(box.get("type"), box.get("value"), box.get("checked") is not None) for box in boxes] == [
        ("checkbox", "opsporen", False),
        ("checkbox", "verwijzen", True),
    ]
    assert [label.get("for") for label in group.findall(".//label")] == [box.get("id") for box in boxes]


def test_a_hidden_field_is_only_its_input(render, form):
    assert [child.tag for child in render("{{ forms.field(form.version) }}", form=form)] == ["input"]


def test_the_summary_leads_to_each_wrong_control(render, form):
    form.title.errors, form.kind.errors = ["Geef een naam."], ["Kies een van beide."]
    body = render("{{ forms.error_summary(form) }}{{ forms.field(form.title) }}{{ forms.field(form.kind) }}", form=form)
    summary = body.find(".//*[@role='alert']")
    assert (summary.get("tabindex"), summary.get("autofocus")) == ("-1", "")
    targets = [link.get("href").removeprefix("#") for link in summary.findall(".//a")]
    assert [body.find(f".//input[@id='{target}']").get("name") for target in targets] == ["title", "kind"]


def test_a_form_without_errors_has_no_summary(render, form):
    assert list(render("{{ forms.error_summary(form) }}", form=form)) == []


def test_a_participants_form_carries_the_token_of_the_link(render):
    form = render("{% call forms.post_form('/u/x', link_token='abc') %}{% endcall %}").find("form")
    assert [(field.get("name"), field.get("value")) for field in form.findall("input")] == [("form_token", "abc")]


def test_the_answer_buttons_say_which_one_was_given(render):
    buttons = render("{{ forms.answer_buttons('TENTATIVE') }}").findall(".//button")
    assert [(button.get("value"), words(button)) for button in buttons] == [
        ("ACCEPTED", "Ja"),
        ("TENTATIVE", "Misschien uw antwoord"),
        ("DECLINED", "Nee"),
    ]


def test_a_figure_that_moved_reads_as_a_sentence(render):
    stat = render("{{ ui.stat('Dichtheid', '0,18', before='0,07', interval='0,15–0,21', n=60) }}").find("div")
    assert words(stat) == "Dichtheid was 0,07 is nu 0,18 95 %-interval 0,15–0,21 n = 60"


def test_an_unknown_figure_says_so(render):
    assert words(render("{{ ui.stat('Afstand', none) }}")) == "Afstand nog niet bekend"


def test_a_sector_has_the_colour_and_shape_of_its_place(render):
    sectors = [{"position": place} for place in range(14)]
    body = render("{% for sector in sectors %}{{ ui.sector_mark(sector) }}{% endfor %}", sectors=sectors)
    assert len({path.get("d") for path in body.findall(".//{*}path")}) == 14
    assert [mark.get("class") for mark in body.findall("{*}svg")] == [f"sector-mark sector-{n % 7}" for n in range(14)]


def test_pictures_and_pages_agree_on_the_colours_of_sectors():
    tokens = dict(re.findall(r"--kapstok-sector-(\d): (#\w+);", SHEET.read_text()))
    assert tokens == {str(place): mark(place).colour.lower() for place in range(7)}


def test_a_chart_cannot_break_out_of_its_data(render):
    chart = {"data": [{"text": ["</script><b>x</b>"]}]}
    body = render("{{ ui.figure('lijnen', 'Meer lijnen', chart, columns=['Maand'], rows=[['mei']]) }}", chart=chart)
    assert body.findall(".//b") == []
    assert [words(cell) for cell in body.findall(".//details//tbody//th")] == ["mei"]


def test_a_table_writes_numbers_as_the_reader_does(render):
    rows = [("Welzijn", None, 0.5, "veel"), ("Thuiszorg", 1250, 0.25, "weinig")]
    body = render("{{ ui.data_table('Lijnen', ['Sector', 'Aantal', 'Dichtheid', 'Oordeel'], rows) }}", rows=rows)
    assert [words(cell) for cell in body.findall(".//tbody//td")] == ["–", "0,50", "veel", "1.250", "0,25", "weinig"]
    assert [head.get("class") for head in body.findall(".//thead//th")] == [None, "numeric", "numeric", None]


def test_one_page_needs_no_pager(render):
    assert list(render("{{ ui.pager(1, 1, 'public.home') }}")) == []


def test_the_pager_keeps_the_search(render):
    links = render("{{ ui.pager(2, 3, 'public.home', zoek='jan') }}").findall(".//a")
    assert [link.get("href") for link in links] == ["/?pagina=1&zoek=jan", "/?pagina=3&zoek=jan"]
