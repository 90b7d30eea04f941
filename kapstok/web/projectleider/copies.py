"""Plan a bijeenkomst again: one copy, or a series of separate meetings."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import copying, plan_rules, service
from kapstok.meetings.models import Meeting
from kapstok.meetings.service import Counts
from kapstok.progress.products import handouts
from kapstok.web.fields import refusals_at
from kapstok.web.projectleider import blueprint
from kapstok.web.projectleider.meeting_form import times_of
from kapstok.web.projectleider.meetings import MORE_ROWS, actor, get_meeting
from kapstok.web.projectleider.meetings_forms import CopyForm, SeriesForm

BLANK_DAYS = 4


@blueprint.get("/bijeenkomsten/<int:meeting_id>/kopie")
def copy_meeting(meeting_id: int):
    meeting = get_meeting(meeting_id)
    start, end = (clock.local(moment).time() for moment in (meeting.starts_at, meeting.ends_at))
    return _copy_page(meeting, CopyForm(start=start, end=end))


@blueprint.post("/bijeenkomsten/<int:meeting_id>/kopie")
def copy_meeting_post(meeting_id: int):
    meeting, form, now, made = get_meeting(meeting_id), CopyForm(), clock.now(), None
    times = times_of(form, now) if form.validate() else None
    if times is not None:
        with refusals_at(form.end):
            made = copying.copy_meeting(meeting, times, now, with_guests=form.with_guests.data, actor=actor())
            handouts.copied(meeting, made, now)
    if made is None:
        db.session.rollback()
        return _copy_page(get_meeting(meeting_id), form), 400
    db.session.commit()
    flash(_("De kopie is gemaakt. U hebt nog niemand uitgenodigd."), "status")
    return redirect(url_for("projectleider.meeting", meeting_id=made.id))


@blueprint.get("/bijeenkomsten/<int:meeting_id>/reeks")
def meeting_series(meeting_id: int):
    meeting = get_meeting(meeting_id)
    weeks = _asked("weken", 4, plan_rules.MOST_WEEKS)
    times = _asked("keer", 0, plan_rules.MOST_TOGETHER)
    after = max([clock.local_date(meeting.starts_at), *copying.planned_days(meeting)])
    days = plan_rules.every(weeks, times, after, clock.local_date(clock.now()))
    form = SeriesForm(days=[{"date": day} for day in days] or [{}] * BLANK_DAYS)
    return _series_page(meeting, form, weeks, times)


@blueprint.post("/bijeenkomsten/<int:meeting_id>/reeks")
def meeting_series_post(meeting_id: int):
    meeting, form, now = get_meeting(meeting_id), SeriesForm(), clock.now()
    if MORE_ROWS in request.args:
        form.days.add_blank(BLANK_DAYS)
        return _series_page(meeting, form)
    times = form.times(meeting, now)
    if times is None:
        return _series_page(meeting, form), 400
    made = copying.make_series(meeting, times, now, with_guests=form.with_guests.data, actor=actor())
    db.session.commit()
    sentence = ngettext(
        "Er is één bijeenkomst bij gekomen. U hebt nog niemand uitgenodigd.",
        "Er zijn %(num)d bijeenkomsten bij gekomen. U hebt nog niemand uitgenodigd.",
        len(made),
    )
    flash(sentence, "status")
    return redirect(url_for("projectleider.meetings"))


def _asked(name: str, otherwise: int, most: int) -> int:
    """A number in the address, as far as it is one that the page offers."""
    number = request.args.get(name, otherwise, int)
    return number if 0 < number <= most else otherwise


def _copy_page(meeting: Meeting, form: CopyForm) -> str:
    return render_template("projectleider/meetings/copy.html", meeting=meeting, form=form, guests=_guests(meeting))


def _series_page(meeting: Meeting, form: SeriesForm, weeks: int = 4, times: int = 0) -> str:
    return render_template(
        "projectleider/meetings/series.html",
        meeting=meeting,
        form=form,
        sisters=copying.sisters(meeting),
        guests=_guests(meeting),
        weeks=weeks,
        times=times,
        most_weeks=plan_rules.MOST_WEEKS,
        most_times=plan_rules.MOST_TOGETHER,
        more_rows_asked={MORE_ROWS: 1},
    )


def _guests(meeting: Meeting) -> int:
    return service.counts(g.project).get(meeting.id, Counts()).guests
