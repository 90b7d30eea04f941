"""What the README promises is there: its two commands, its settings, its pictures."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_the_two_commands_are_targets_of_the_makefile():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
    assert {"run", "test"} <= targets
    assert set(re.findall(r"^make (\w+)", README, re.M)) <= targets


def test_ci_runs_exactly_the_test_command():
    assert "make test" in (ROOT / ".ci" / "run").read_text().splitlines()


def test_the_table_of_settings_is_complete():
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", (ROOT / "config.py").read_text()))
    written = set(re.findall(r"^\| `(\w+)` \|", README, re.M))
    assert written == read


def test_every_link_to_a_file_leads_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_every_package_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for name in ("requirements.in", "requirements-dev.in"):
        lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
        for package in (re.split(r"[\[<>=]", line)[0].strip().lower() for line in lines if line and line[0] != "-"):
            assert package in reasons, package
