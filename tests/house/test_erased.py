"""Who was erased is on no page, in no download and in no calendar of the project."""

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from tests.browsing import Visitor
from tests.once import filled_project
from tests.one_person import ADDRESS, NAME, in_every_table
from tests.walked import words
from tests.walking import walk_project


@pytest.fixture
def here(app):
    return filled_project(app, in_every_table)


def test_no_page_and_no_file_names_who_was_erased(app, here):
    theirs = Visitor(app).log_in(here.leader).get(f"/p/{here.project.id}/netwerk/mensen/{here.people[1].id}")
    assert NAME in theirs.text  # or what follows says nothing
    erase(here.people[1], clock.now(), actor="test", reason=Reason.REQUEST)
    db.session.commit()
    after = words(walk_project(app, here))
    assert [address for address, text in after.items() if NAME in text or ADDRESS in text] == []
    assert len(after) > 100
