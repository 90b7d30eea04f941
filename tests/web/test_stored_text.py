"""Whatever people wrote down once is shown as text, on every page and in every file."""

import csv
import io

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from kapstok import takeaway
from tests.filled import fill_project, write_everywhere
from tests.walking import walk_project

SCRIPT = "=1+1\"'><script>kanarie()</script>{{ 7*7 }}%s"
WRITTEN = {  # what people type, and show to one another
    "project": {"name", "region", "contact_name", "contact_phone"},
    "user_account": {"name"},
    "organisation": {"name", "area", "phone"},
    "person": {"name", "area", "phone", "call_me_for", "reachable"},
    "service": {"name", "description", "eligibility", "how_to_refer", "fees"},
    "meeting": {"title", "place", "programme"},
    "invitation": {"comment"},
    "term": {"name"},
    "wave": {"name"},
    "indicator": {"name", "definition", "denominator_name"},
    "survey_item": {"text"},
    "referral_tally": {"note"},
    "outbox_message": {"to_name", "to_address", "subject", "error"},
    "import_draft": {"file_name", "sheet_name"},
}


def test_markup_and_formulas_stay_text(app):
    filled = fill_project()
    write_everywhere(filled, SCRIPT, lambda column: column.name in WRITTEN.get(column.table.name, ()))
    found = walk_project(app, filled)
    assert [page.url for page in found.pages.values() if "<script>kanarie" in page.response.text] == []
    shown = [page.url for page in found.pages.values() if "{{ 7*7 }}" in page.text]
    assert len(shown) > 50, "the text itself must be on the pages, or nothing was tested"
    cells = [cell for response in found.files.values() for cell in cells_of(response)]
    assert len(cells) > 100
    assert [cell for cell in cells if str(cell).startswith("=")] == []


def cells_of(response) -> list:
    """Every cell of a spreadsheet; none of what is no spreadsheet."""
    if response.mimetype == "text/csv":
        text = response.get_data().decode("utf-8-sig")
        return [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    if response.mimetype == takeaway.ODS:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(response.get_data()))
        return [
            cell for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python() for cell in row
        ]
    if "spreadsheet" in response.mimetype:
        sheets = load_workbook(io.BytesIO(response.get_data())).worksheets
        return [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return []
