"""The picture of a growing network: who stays where, what goes to the browser, and how long a step of the slider takes.

Beside each stands what it replaces: laying all out anew after a meeting, a frame of plotly for each moment, and
``Plotly.restyle``. Steps are taken in a real Chromium, if there is one, on a page with plotly and our own scripts: the
time of each is from the question until the browser has drawn it (two frames later, their wait taken off).
"""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import Row
from bench.generate import growing_network
from bench.peers import timed
from kapstok.network.frames import packed_heard, packed_lines, packed_places
from kapstok.network.graph import Floats, Ints
from kapstok.network.layout import joined_by, lay_out, settle
from kapstok.network.replay import Episodes, episodes

PEOPLE, TIES, MOMENTS, SEED = 2_000, 20_000, 24, 7
MANY, MANY_TIES = 10_000, 100_000
NEWCOMERS = 25  # one in so many comes with the last meeting
ROUNDS = 5
SCRIPTS = Path(__file__).parents[1] / "static" / "js"
PAGE = Path(__file__).with_name("picture.html")


@dataclass(frozen=True, eq=False)
class Drawn:
    """A network as a picture: who is there before the last meeting, all lines, and where everybody stands."""

    labels: list[str]
    start: Ints
    end: Ints
    before: Floats
    after: Floats


def run() -> Iterator[Row]:
    """Rows for 2,000 people, and the layout of 10,000."""
    drawn, *rows = _layout(PEOPLE, TIES)
    yield from rows
    world = growing_network(PEOPLE, TIES, MOMENTS, SEED)
    story = episodes(world.statements, PEOPLE, world.moments, mode="any")
    yield from _data(story, drawn.after)
    yield from _steps(story, drawn.after)
    yield from _layout(MANY, MANY_TIES)[1:]


def _layout(people: int, ties: int) -> tuple[Any, ...]:
    """What was drawn, and its rows."""
    said = growing_network(people, ties, MOMENTS, SEED).statements
    labels = [f"{i:05}" for i in range(people)]
    start, end = said.respondent, said.named
    newcomer = np.arange(people) % NEWCOMERS == 0
    known = ~(newcomer[start] | newcomer[end])
    before = _fresh(start[known], end[known], labels)
    relaid, fresh = _median(lambda: _fresh(start, end, labels))
    came = np.zeros(len(start), dtype=np.int64)
    added, after = _median(lambda: settle(before, start, end, came, labels, SEED))
    here = ~np.isnan(before[:, 0])
    moved = float(np.abs(after[here] - before[here]).max())
    longer = _length(after, start, end) / _length(fresh, start, end)
    what = f"layout after a meeting, {people:,} people, {ties:,} ties"
    measured = f"{added:.3g} s against {relaid:.3g} s"
    return (
        Drawn(labels, start, end, before, after),
        Row(what, measured, added / relaid, "laying all out anew", "≤ 1/50", added / relaid <= 1 / 50),
        Row("how far known people move", f"{moved:g}", moved, "the side of the picture", "0", moved == 0),
        Row("length of ties", f"{longer - 1:+.1%}", longer, "laying all out anew", "≤ 1.05", longer <= 1.05),
    )


def _fresh(start: Ints, end: Ints, labels: list[str]) -> Floats:
    joined, pairs = joined_by(start, end)
    positions = np.full((len(labels), 2), np.nan)
    positions[joined] = lay_out(pairs, [labels[i] for i in joined], SEED)
    return positions


def _length(positions: Floats, start: Ints, end: Ints) -> float:
    """The mean length of a tie, as a part of how far people stand from the middle of the picture."""
    ties = np.hypot(*(positions[start] - positions[end]).T)
    return float(np.nanmean(ties) / np.nanmean(np.hypot(*(positions - np.nanmean(positions, axis=0)).T)))


def _data(story: Episodes, positions: Floats) -> Iterator[Row]:
    naive, frames = _median(lambda: json.dumps(_frames(story, positions)))
    ours, packed = _median(lambda: json.dumps(_packed(story, positions)))
    size, goal = len(packed) / len(frames), "≤ 1/150"
    what, against = f"replay data, {MOMENTS} moments", "a frame for each moment"
    yield Row(what, f"{len(packed):,} bytes against {len(frames):,}", size, against, goal, size <= 1 / 150)
    time = f"{ours:.3g} s against {naive:.3g} s"
    yield Row("making them", time, ours / naive, against, "≤ 1/1000", ours / naive <= 1 / 1000)


def _packed(story: Episodes, positions: Floats) -> dict[str, Any]:
    return {
        **packed_places(positions),
        "people": story.people,
        "known": packed_lines(story),
        "unknown": None,
        "heard": packed_heard(np.ones((story.moments, story.people), dtype=bool)),
    }


def _frames(story: Episodes, positions: Floats) -> list[dict[str, Any]]:
    """What plotly's own animation takes: people and all lines of each moment, in places as they were calculated."""
    x, y = positions.T.tolist()
    frames = []
    for moment in range(story.moments):
        now = (story.value == 1) & (story.first <= moment) & (moment < story.until)
        pairs = list(zip(story.a[now].tolist(), story.b[now].tolist(), strict=True))
        lines = {"x": _ends(pairs, x), "y": _ends(pairs, y)}
        frames.append({"name": f"{moment}", "data": [lines, {"x": x, "y": y}]})
    return frames


def _ends(pairs: list[tuple[int, int]], places: list[float]) -> list[float | None]:
    return [place for a, b in pairs for place in (places[a], places[b], None)]


def _steps(story: Episodes, positions: Floats) -> Iterator[Row]:
    if shutil.which("chromium") is None:
        return
    with _served(story, positions) as address:
        ours, plotly = _in_browser(address)
    what = f"a step of the slider, {PEOPLE:,} people, {TIES:,} ties"
    measured = f"{ours:.3g} ms against {plotly:.3g} ms"
    yield Row(what, measured, ours / plotly, "Plotly.restyle of the lines", "≤ 1/50", ours / plotly <= 1 / 50)
    yield Row("the same, against a frame and a half", f"{ours:.3g} ms", ours / 33, "33 ms", "≤ 1", ours <= 33)


@contextmanager
def _served(story: Episodes, positions: Floats) -> Iterator[str]:
    from plotly.offline import get_plotlyjs

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "js").symlink_to(SCRIPTS)
        (folder / "plotly.js").write_text(get_plotlyjs())
        (folder / "index.html").write_text(PAGE.read_text())
        (folder / "story.json").write_text(json.dumps(_packed(story, positions)))
        handler = functools.partial(_Quiet, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the bench prints its table only."""


def _in_browser(address: str) -> tuple[float, float]:
    """Medians in milliseconds: our step, and plotly's."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        ours, plotly = page.evaluate(f"window.measure({MOMENTS})")
        browser.close()
    return statistics.median(ours), statistics.median(plotly)


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median seconds, and what came out."""
    rounds = [timed(work) for _ in range(ROUNDS)]
    return statistics.median(seconds for seconds, _ in rounds), rounds[-1][1]
