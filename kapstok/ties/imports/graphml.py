"""Read GraphML (graphml.graphdrawing.org) as Gephi, yEd and networkx write it. Pure.

Read from the parser's events: a ready-made reader makes numbers of the values and forgets on which line they stood, so
that a wrong one could not be pointed out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from kapstok.errors import N_
from kapstok.ties.imports.shapes import WITHOUT_STRENGTH, Gathering, Lines, NoLines, Place, Shape

_LABELS = ("label", "name", "naam", "nodelabel")
_STRENGTHS = ("strength", "sterkte", "weight", "gewicht")
_DEEPEST = 50  # elements within elements; a graph is five deep
_LONGEST_TEXT = 2_000  # characters of one value; what comes after them is passed over

_UNKNOWN_NODE = N_("Deze lijn gaat naar of komt van “%(node)s”, maar dat punt staat niet in het bestand.")
_OTHER_DIRECTION = N_("Van deze lijn zegt het bestand wel een richting, van andere niet, of andersom. Maak ze gelijk.")


@dataclass
class _Thing:
    """A node or an edge while it is read."""

    line: int
    attributes: dict[str, str]
    data: dict[str, str] = field(default_factory=dict)

    def first(self, names: tuple[str, ...], default: str = "") -> str:
        return next((said for name in names if (said := self.data.get(name, "").strip())), default)


def read(data: bytes) -> Lines:
    """The lines of a graph. Raises ``NoLines`` for what is no GraphML, and ``TooBig``."""
    reader = _Reader()
    try:
        reader.parse(data)
    except (expat.ExpatError, LookupError, ValueError) as damage:  # the latter two: an encoding that nobody has
        raise NoLines() from damage
    if not reader.is_graphml:
        raise NoLines()
    return _gathered(reader)


def _gathered(reader: _Reader) -> Lines:
    gathering = Gathering()
    index: dict[str, int] = {}
    for node in reader.nodes:
        id = node.attributes.get("id", "")
        index[id] = gathering.once(node.first(_LABELS, default=id), Place(node.line))
    weighted = any(edge.first(_STRENGTHS) for edge in reader.edges)
    for edge in reader.edges:
        place = Place(edge.line)
        ends = [edge.attributes.get(end, "") for end in ("source", "target")]
        missing = next((end for end in ends if end not in index), None)
        if missing is not None:
            gathering.wrong(place, _UNKNOWN_NODE, node=missing[:80])
        elif edge.attributes.get("directed", reader.directed) != reader.directed:
            gathering.wrong(place, _OTHER_DIRECTION)
        else:
            text = edge.first(_STRENGTHS, default="" if weighted else WITHOUT_STRENGTH)
            gathering.value(index[ends[0]], index[ends[1]], text, place)
    return gathering.lines(Shape.GRAPHML, both_ways=reader.directed == "false")


class _Reader:
    """Nodes and edges in the order of the file. Only what is read is kept."""

    def __init__(self) -> None:
        self.is_graphml = False
        self.directed = "true"
        self.nodes: list[_Thing] = []
        self.edges: list[_Thing] = []
        self._keys: dict[str, str] = {}  # what an attribute is called, by its key
        self._defaults: dict[str, str] = {}  # of edges, by what the attribute is called
        self._key = ""
        self._open: list[str] = []
        self._things: list[_Thing] = []  # a node may hold a graph of nodes
        self._into: tuple[dict[str, str], str] | None = None  # where text goes
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def parse(self, data: bytes) -> None:
        self._parser.Parse(data, True)

    def _doctype(self, *_said: object) -> None:
        raise NoLines()  # entities could make it large; no program writes a document type

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise NoLines()
        if len(self._open) == 1:
            self.is_graphml = name == "graphml"
        elif name == "key":
            self._start_key(attributes)
        elif name == "default" and self._key in self._keys:
            self._collect(self._defaults, self._keys[self._key])
        elif name == "graph" and not self.nodes:
            self.directed = "false" if attributes.get("edgedefault") == "undirected" else "true"
        elif name in ("node", "edge"):
            self._start_thing(name, attributes)
        elif name == "hyperedge":
            raise NoLines()
        elif self._things and name in ("data", "NodeLabel"):
            key = attributes.get("key", "") if name == "data" else "nodelabel"
            self._collect(self._things[-1].data, self._keys.get(key, key.casefold()))

    def _start_key(self, attributes: dict[str, str]) -> None:
        self._key = attributes.get("id", "") if attributes.get("for") in ("edge", "all") else ""
        self._keys[attributes.get("id", "")] = attributes.get("attr.name", "").casefold()

    def _start_thing(self, name: str, attributes: dict[str, str]) -> None:
        thing = _Thing(self._parser.CurrentLineNumber, attributes, dict(self._defaults) if name == "edge" else {})
        self._things.append(thing)
        (self.nodes if name == "node" else self.edges).append(thing)

    def _collect(self, values: dict[str, str], name: str) -> None:
        values[name] = ""
        self._into = values, name

    def _text(self, text: str) -> None:
        if self._into is not None:
            values, name = self._into
            if len(values[name]) < _LONGEST_TEXT:  # it comes line by line: a million of them would take a minute
                values[name] += text

    def _end(self, tag: str) -> None:
        name = self._open.pop()
        self._into = None
        if name in ("node", "edge"):
            self._things.pop()
