"""Everything to take away in one file, and the scripts that read it: run for real, beside the pages' own figures."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kapstok.evaluation import service
from kapstok.network.graph import lines
from kapstok.network.measures import density
from kapstok.projects.models import Project
from kapstok.web.evaluator.codebook import columns
from kapstok.web.evaluator.sheets import SHEETS
from tests.browsing import Visitor
from tests.measured import FIRST, SECOND, make_people, measure

SECTORS = ("welzijn", "thuiszorg")


def knows_the_next(people: int, reach: int) -> list[str]:
    """Rows in which everybody has a short line with the next ``reach`` people, and knows nobody else."""
    cells = [[2 if 0 < (j - i) % people <= reach else 0 for j in range(people)] for i in range(people)]
    return [" ".join("-" if i == j else f"{cell}" for j, cell in enumerate(row)) for i, row in enumerate(cells)]


@pytest.fixture
def measured(project) -> Project:
    people = make_people(project, *SECTORS, each=8)
    measure(project, people, "Nulmeting", FIRST, knows_the_next(16, 1))
    measure(project, people, "T1", SECOND, knows_the_next(16, 3))
    return project


@pytest.fixture
def folder(evaluator: Visitor, measured, tmp_path) -> Path:
    answer = evaluator.fetch(f"/e/{measured.id}/downloads/samen/alles.zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=alles-niet-voor-publicatie.zip"
    zipfile.ZipFile(io.BytesIO(answer.get_data())).extractall(tmp_path)
    return tmp_path


def run(folder: Path, *command: str) -> list[str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()


def test_both_scripts_count_what_the_pages_count(folder, measured):
    counted = []
    for wave in service.network(measured).measurements:
        found = density(lines(wave.state))
        answered = wave.response
        counted.append(
            f"meting {wave.number}: {answered.whole} gevraagd, {answered.part} geantwoord, "
            f"{found.part} korte lijnen, dichtheid {found.value:.4f}"
        )
    assert len(counted) == 2
    assert run(folder, "Rscript", "lijnen.R") == counted
    assert run(folder, sys.executable, "lijnen.py") == counted


def test_the_small_tables(folder):
    """16 of 240 pairs, then 48; with so few people there is no interval."""
    density = [line for line in (folder / "kerncijfers.csv").read_text("utf-8-sig").splitlines() if "dichtheid" in line]
    assert density == [
        "dichtheid;0;vaste groep;16;16;2;0.0667;;",
        "dichtheid;1;vaste groep;16;16;2;0.2;;",
        "dichtheid;0;iedereen;16;16;2;0.0667;;",
        "dichtheid;1;iedereen;16;16;2;0.2;;",
    ]
    assert (folder / "metingen.csv").read_text("utf-8-sig").splitlines()[1].endswith(";16;16")
    assert (folder / "bijeenkomsten.csv").read_text("utf-8-sig").splitlines() == ["dag;titel;werkvorm;aanwezig"]


def test_r_reads_the_matrices(folder):
    assert run(folder / "rsiena", "Rscript", "rsiena.R") == [
        "meting-0.txt: 16 mensen, 16 korte lijnen, 0 niet bekend, 0 niet gevraagd",
        "meting-1.txt: 16 mensen, 48 korte lijnen, 0 niet bekend, 0 niet gevraagd",
    ]


def test_one_file_holds_all_tables_as_the_api_describes_them(evaluator, folder):
    tables = json.loads((folder / "kapstok.json").read_text())["tables"]
    described = evaluator.fetch("/api/v1/openapi.json").get_json()
    assert [*tables] == [*SHEETS]
    for name, table in tables.items():
        promised = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        assert [error.message for error in Draft202012Validator(promised).iter_errors(table)] == []


def test_the_codebook_tells_of_every_column_of_every_file(app, folder):
    with app.test_request_context():
        told = {(file, column) for file, named, _meaning in columns() for column in named.split(", ")}
    for path in folder.glob("*.csv"):
        for column in path.read_text(encoding="utf-8-sig").splitlines()[0].split(";"):
            known = column.rstrip("0123456789") + "0" if column.startswith(("gevraagd_", "geantwoord_")) else column
            assert (path.stem, known) in told or path.stem == "codeboek", (path.stem, column)


def test_files_that_are_not_there(evaluator, measured):
    for name in ("samen/geheim.zip", "samen/alles.json", "scripts/rsiena.R", "scripts/..%2Fgraphs.py"):
        evaluator.get(f"/e/{measured.id}/downloads/{name}", status=404)
    script = evaluator.fetch(f"/e/{measured.id}/downloads/scripts/lijnen.R")
    assert script.headers["Content-Disposition"] == "attachment; filename=lijnen.R"
