"""Who counts for an organisation, as the projectleider says it on its page."""

import pytest

from kapstok.register.reporters import find_reporter
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def test_one_person_is_named_and_everybody_again(project, projectleider):
    practice, other = make_organisation(project, "De Brink"), make_organisation(project, "De Kom")
    nurse = make_person(project, practice, "Jet Vos")
    carer = make_person(project, practice, "Bram Vis", "mantelzorger")
    make_person(project, other, "Zoë Bos")
    page = projectleider.get(f"/p/{project.id}/netwerk/organisaties/{practice.id}")
    action = f"/p/{project.id}/netwerk/organisaties/{practice.id}/wie-telt"
    groups = page.all("optgroup")
    assert [group.get("label") for group in groups] == ["Allemaal", "Werkt bij De Brink", "Anderen"]
    assert [option.text for group in groups for option in group] == ["Iedereen die er werkt", "Jet Vos", "Zoë Bos"]
    page = page.submit(action, reporter_id=str(nurse.id))
    assert "Vanaf nu telt Jet Vos voor De Brink." in page.text
    assert find_reporter(practice) == nurse
    page.submit(action, reporter_id=str(carer.id), status=400)
    page = page.submit(action, reporter_id="0")
    assert "Vanaf nu telt iedereen die bij De Brink werkt." in page.text
    assert find_reporter(practice) is None
