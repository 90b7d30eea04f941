"""Files of lines as people and programs save them, read by hand-made examples of each shape."""

import io
import time
from contextlib import suppress

import networkx as nx
import pytest

from kapstok import takeaway
from kapstok.errors import Refused
from kapstok.ties.imports.dl import DlDoesNotFit, DlWithoutNames, OtherDl
from kapstok.ties.imports.reading import read
from kapstok.ties.imports.shapes import Lines, NoLines, Shape, TooBig
from tests.spreadsheets import excel


def names(lines: Lines) -> list[str]:
    return [name.text for name in lines.names]


def said(lines: Lines) -> list[tuple[str, str, str, str]]:
    """Who, of whom, what is written, and where."""
    return [
        (names(lines)[value.sayer], names(lines)[value.about], value.text, place(value.place)) for value in lines.values
    ]


def place(found) -> str:
    return found.text(lambda sentence, **params: sentence % params)


def problems(lines: Lines) -> list[tuple[str, str]]:
    return [
        (place(problem.place), problem.text(lambda sentence, **params: sentence % params)) for problem in lines.problems
    ]


EDGES = [("Jet Vos", "Bo Bos", "2", "C2"), ("Bo Bos", "José Kok", "0", "C3"), ("José Kok", "Jet Vos", "", "C4")]
LIST = "Van;Naar;Sterkte\nJet Vos;Bo Bos;2\nBo Bos;José Kok;0\nJosé Kok;Jet Vos;\n"


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode("cp1252"),
        LIST.encode("utf-8-sig"),
        LIST.replace(";", "\t").encode("utf-16"),
        LIST.replace("Van;Naar;Sterkte", "Source,Target,Weight").replace(";", ",").encode(),
        excel(
            [["Van", "Naar", "Sterkte"], ["Jet Vos", "Bo Bos", 2], ["Bo Bos", "José Kok", 0.0], ["José Kok", "Jet Vos"]]
        ),
    ],
    ids=["windows", "utf-8 with a mark", "utf-16 with tabs", "english with commas", "xlsx"],
)
def test_a_list_with_headings(data):
    lines = read(data)
    assert (lines.shape, said(lines), lines.gaps) == (Shape.EDGES, EDGES, False)


def test_a_list_without_headings_or_without_strengths():
    assert said(read(b"Jet;Bo;2\nBo;Jet;1\nAn;Jet;3\n")) == [
        ("Jet", "Bo", "2", "C1"),
        ("Bo", "Jet", "1", "C2"),
        ("An", "Jet", "3", "C3"),
    ]
    assert said(read(b"Van,Naar\nJet,Bo\nBo,An\n")) == [("Jet", "Bo", "1", "B2"), ("Bo", "An", "1", "B3")]


def test_other_columns_are_named_and_titles_passed_over():
    lines = read(b"Nulmeting 2025;;;\nRespondent (naam);Kent;Hoe goed;Opmerking\njet  VOS;Bo;3;leuk\nBo;Jet Vos;4;\n")
    assert (names(lines), lines.unread) == (["jet VOS", "Bo"], ("Opmerking",))
    assert [line[2:] for line in said(lines)] == [("3", "C3"), ("4", "C4")]


def test_lists_of_libreoffice_and_formulas():
    assert said(read(takeaway.as_ods(takeaway.Sheet("Lijst", ["Van", "Naar", "Sterkte"], [["Jet", "Bo", 2]])))) == [
        ("Jet", "Bo", "2", "C2")
    ]
    formula = read(excel([["Van", "Naar", "Sterkte"], ["Jet", "Bo", "=1+1"], [None, "Bo", 2]]))
    assert problems(formula) == [
        ("C2", "Hier staat een formule. Plak in Excel alleen de waarden, en kies het bestand opnieuw."),
        ("A3", "Hier ontbreekt een naam."),
    ]


def test_a_matrix():
    """The diagonal may hold a cross; what is empty is no value, what is written is."""
    lines = read(b"Wie kent wie;;;\n;Jet;Bo;An\nJet;x;2;0\nBo;1;;3\nAn;;n.v.t.;0\n")
    assert (lines.shape, lines.gaps, lines.problems) == (Shape.MATRIX, True, ())
    assert said(lines) == [
        ("Jet", "Bo", "2", "C3"),
        ("Jet", "An", "0", "D3"),
        ("Bo", "Jet", "1", "B4"),
        ("Bo", "An", "3", "D4"),
        ("An", "Bo", "n.v.t.", "C5"),
    ]


def test_rows_may_stand_in_another_order_than_columns():
    lines = read(excel([[None, "Jet", "Bo", "An"], ["An", 1], ["Jet", None, 2], ["Bo", 3]]))
    assert said(lines) == [("An", "Jet", "1", "B2"), ("Jet", "Bo", "2", "C3"), ("Bo", "Jet", "3", "B4")]


def test_a_matrix_of_words_is_a_matrix():
    """So that each of them can be pointed out, instead of the whole file."""
    assert said(read(b";Jet;Bo;An\nJet;;ja;nee\nBo;ja;;nee\nAn;;;\n"))[-1] == ("Bo", "An", "nee", "D3")


def test_a_matrix_whose_names_differ():
    assert problems(read(b";Jet;Bo;An;Jet\nJet;;2;;\nPiet;1;;;\nBo;;;1;2\n;;1;;\n")) == [
        ("E1", "Jet staat al in B1. In een matrix staat elke naam één keer in de rij en één keer in de kolom."),
        ("A5", "Bij deze rij of kolom ontbreekt de naam."),
        ("A3", "Piet staat wel als rij, maar niet als kolom. Rijen en kolommen hebben dezelfde namen."),
        (
            "D1",
            "An staat wel als kolom, maar niet als rij. Rijen en kolommen hebben dezelfde namen: "
            "voeg een lege rij toe voor wie niets invulde.",
        ),
        ("E4", "Bij deze rij of kolom ontbreekt de naam."),
    ]


def test_graphml_of_networkx():
    graph = nx.DiGraph()
    graph.add_node("n0", label="Jet Vos")
    graph.add_node("n1", naam="Bo Bos")
    graph.add_edge("n0", "n1", weight=2)
    graph.add_edge("n1", "An As", sterkte="0")
    written = io.BytesIO()
    nx.write_graphml(graph, written)
    lines = read(written.getvalue())
    assert (names(lines), lines.both_ways) == (["Jet Vos", "Bo Bos", "An As"], False)
    assert [line[:3] for line in said(lines)] == [("Jet Vos", "Bo Bos", "2"), ("Bo Bos", "An As", "0")]


YED = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key id="d0" for="node" yfiles.type="nodegraphics"/>
<key id="d1" for="edge" attr.name="Weight" attr.type="double"><default>1.0</default></key>
<graph edgedefault="undirected">
<node id="a"><data key="d0"><y:ShapeNode><y:NodeLabel>Jet &amp; co</y:NodeLabel></y:ShapeNode></data></node>
<node id="b"/><node id="c"><data key="d0"><y:ShapeNode><y:NodeLabel>b</y:NodeLabel></y:ShapeNode></data></node>
<edge source="a" target="b"/>
<edge source="b" target="a"><data key="d1">3</data></edge>
<edge source="a" target="z"/>
<edge source="a" target="b" directed="true"/>
</graph></graphml>"""


def test_graphml_of_yed():
    """Labels in a drawing, values by default, no direction; and what does not fit, by the line of the file."""
    lines = read(YED.encode())
    assert (said(lines), lines.both_ways) == (
        [("Jet & co", "b", "1.0", "regel 8"), ("b", "Jet & co", "3", "regel 9")],
        True,
    )
    assert problems(lines) == [
        ("regel 7", "b staat al in regel 7. Elke naam staat één keer in de lijst met namen."),
        ("regel 10", "Deze lijn gaat naar of komt van “z”, maar dat punt staat niet in het bestand."),
        ("regel 11", "Van deze lijn zegt het bestand wel een richting, van andere niet, of andersom. Maak ze gelijk."),
    ]


# As UCINET exports it: quoted labels for rows and for columns, then the cells.
EXPORTED = """DL
N=3
FORMAT = FULLMATRIX DIAGONAL PRESENT
ROW LABELS:
"Jet Vos"
"Bo Bos"
"An As"
COLUMN LABELS:
"Jet Vos"
"Bo Bos"
"An As"
DATA:
0 2 0
1 0 3
0 0
 0
"""
JET_TO_ALL = [("Jet", "Bo", "1"), ("Jet", "An", "1"), ("Bo", "Jet", "1")]


def test_a_full_matrix_of_ucinet():
    assert [line for line in said(read(EXPORTED.encode())) if line[2] != "0"] == [
        ("Jet Vos", "Bo Bos", "2", "regel 13"),
        ("Bo Bos", "Jet Vos", "1", "regel 14"),
        ("Bo Bos", "An As", "3", "regel 14"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3 format=edgelist1\nlabels:\nJet,Bo,An\ndata:\n1 2\n1 3\n2 1\n",
        'dl\r\nformat = edgelist1\r\nn = 3\r\nlabels embedded:\r\ndata:\r\n"Jet" Bo 1\r\nJet An\r\nBo Jet\r\n',
        "DL n=3, format = nodelist1\nlabels:\nJet\nBo\nAn\ndata:\n1 2 3\n2 1\n",
        "dl n=3 format=nodelist1 labels embedded\ndata:\nJet Bo An\nBo Jet\n",
    ],
)
def test_lists_of_ucinet(text):
    assert [line[:3] for line in said(read(text.encode()))] == JET_TO_ALL


def test_a_matrix_without_a_diagonal():
    """Labels embedded, and names of two words on lines of their own."""
    embedded = "dl n = 3, diagonal absent\nlabels embedded\ndata:\nJet Bo An\nJet 1 1\nBo 1 0\nAn 0 0\n"
    assert [line[:3] for line in said(read(embedded.encode())) if line[2] == "1"] == JET_TO_ALL
    apart = "dl n=2 diagonal absent\nlabels:\nJet Vos\nBo Bos\ndata:\n4\n1\n"
    assert [line[:3] for line in said(read(apart.encode()))] == [("Jet Vos", "Bo Bos", "4"), ("Bo Bos", "Jet Vos", "1")]


def test_what_does_not_fit_in_a_dl_file_is_named():
    wrong = "dl n=2 format=edgelist1\nlabels: Jet Bo\ndata:\n1 9 2\n1\n1 2 3 4\n"
    assert problems(read(wrong.encode())) == [
        ("regel 4", "“9” is geen nummer uit de lijst met namen. Er zijn 2 namen."),
        ("regel 5", "Op een regel van edgelist1 staan twee namen, en daarachter hoogstens één getal."),
        ("regel 6", "Op een regel van edgelist1 staan twee namen, en daarachter hoogstens één getal."),
    ]
    swapped = "dl n=2 labels embedded\ndata:\nJet Bo\nBo 0 1\nJet 1 0\n"
    assert [where for where, _ in problems(read(swapped.encode()))] == ["regel 4", "regel 5"]


def test_a_value_of_ever_so_many_lines_is_cut_off():
    """The parser tells each line on its own: put together one by one they would take a minute."""
    begun = time.monotonic()
    graph = (
        b'<graphml><graph><node id="Jet"><data key="label">' + b"Jet\n" * 400_000 + b"</data></node></graph></graphml>"
    )
    assert [name.text[:8] for name in read(graph).names] == ["Jet Jet "]
    assert time.monotonic() - begun < 4


REFUSED = {
    "nothing known": (b"Datum;Plaats;Titel;Zaal\n3 maart;Veenmeer;Kennismaken;2\n", NoLines),
    "headings only": (b"Van;Naar;Sterkte\n", NoLines),
    "a page": (b"<!doctype html><html></html>", NoLines),
    "another xml": (b"<gexf><graph/></gexf>", NoLines),
    "entities": (b'<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "b">]><graphml>&a;</graphml>', NoLines),
    "broken xml": (b"<graphml><graph>", NoLines),
    "deep xml": (b"<graphml>" + b"<graph>" * 1_000, NoLines),
    "an unheard-of encoding": (b'<?xml version="1.0" encoding="klingon"?><graphml/>', NoLines),
    "an empty graph": (b"<graphml><graph/></graphml>", NoLines),
    "two kinds of nodes": (b"dl nr=2 nc=3 labels: a b\ndata:\n1 2 3 4 5 6", OtherDl),
    "rows are not columns": (b"dl n=2\nrow labels: a b\ncolumn labels: c d\ndata:\n1 2 3 4", OtherDl),
    "two matrices": (b"dl n=2 nm=2 labels: a b\ndata:\n1 2 3 4", OtherDl),
    "another format": (b"dl n=2 format=lowerhalf labels: a b\ndata:\n1 2 3", OtherDl),
    "no names": (b"dl n=2\ndata:\n0 1 1 0", DlWithoutNames),
    "too few names": (b"dl n=3 labels: a b\ndata:\n1 2 3 4", DlDoesNotFit),
    "too few cells": (b"dl n=2 labels: a b\ndata:\n1 2 3", DlDoesNotFit),
    "too many cells": (b"dl n=2 labels: a b\ndata:\n1 2 3 4 5", DlDoesNotFit),
    "bytes": (b"Van;Naar\n" + b"a;b\n" * 524_288, TooBig),
    "people": ("\n".join(f"p{number};q{number}" for number in range(1_001)).encode(), TooBig),
    "lines": (b"dl n=2 format=edgelist1 labels: a b\ndata:\n" + b"1 2\n" * 100_001, TooBig),
    "people by their number": (b"dl n=2001 labels: a\ndata:\n1", TooBig),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_as_a_whole(name):
    data, refusal = REFUSED[name]
    with pytest.raises(refusal):
        read(data)


@pytest.mark.parametrize("length", [40, 200, 400, 700])
def test_a_file_that_was_cut_off_is_refused_or_read(length):
    for data in (YED.encode(), EXPORTED.encode(), excel([["Van", "Naar"], ["Jet", "Bo"]])):
        with suppress(Refused):
            assert isinstance(read(data[:length]), Lines)
