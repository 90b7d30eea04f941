"""Finding by words that forgives: typing errors, sounds, endings, halves of compounds, accents.

Dutch is written as it sounds, so words are compared by a *sound*: ``respijt`` and ``respeit`` have one, as have
``logeren`` and ``logeer``. What remains is a real slip of the finger, and those are counted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST_QUERY, MOST_WORDS = 200, 12  # of what somebody types; more than this is no question
MOST_FORMS = 300  # known words that one typed word may stand for

LEAST_SHARE = 0.4  # of a question, compared with what answers most of it
AGAIN = 0.2  # of the weight of a field, when a heavier one has the word already

# What a typed word is worth when it is, compared with a word of a text:
SAME, SAME_SOUND, BEGINNING, SAME_STEM, PART, SLIP, ALIKE, HALF = 1.0, 0.9, 0.75, 0.6, 0.55, 0.5, 0.35, 0.35

_SAY_LITTLE = """
a aan al als bij dan dat de deze die dit door een en er gaat graag had heb hebben heeft het hoe hun iemand ik in is je
kan kun kunnen maar me mee meer met mij mijn moet na naar niet nog nodig nu of om ons ook op over te tot u uit uw van
veel voor waar wat we wel wie wij wil willen word worden wordt ze zich zij zijn zoek zoeken zou and for on the to with
"""
STOP_WORDS = frozenset(_SAY_LITTLE.split())

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch(?=[mnlr]|$)", "s"),
        (r"ij|ei|ey|y", "y"),
        (r"au", "ou"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ch", "g"),
        (r"c(?=[eiy])", "s"),
        (r"c|q", "k"),
        (r"x", "ks"),
        (r"v", "f"),
        (r"z", "s"),
        (r"([a-z])\1+", r"\1"),  # kapper, kaper: doubled letters only tell how the vowel sounds
    )
)
# Of plurals and adjectives. An s after a vowel belongs to the word: huis, cursus.
_ENDINGS = re.compile(r"(?<=[a-z]{3})(?:en|e)$"), re.compile(r"(?<=[a-z]{2}[b-df-hj-np-tvwxz])s$")


_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Document:
    """What can be found under ``key``: texts, each with its weight (a name weighs more than a description)."""

    key: Hashable
    fields: tuple[tuple[float, str], ...]


class Hit(NamedTuple):
    """A document that was found. A score says nothing by itself, only beside the others of one search."""

    key: Hashable
    score: float


@lru_cache(maxsize=10_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents: ``Café Emmen-Zuid`` → cafe, emmen, zuid."""
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(sign for sign in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(sign))
    return tuple(_WORD.findall(letters.replace("'", "").replace("’", "")))


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """One spelling for all ways to write what sounds alike, without its ending: ``kosten`` and ``kost`` → ``kost``."""
    if not word.isalpha():
        return word
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    for ending in _ENDINGS:
        word = ending.sub("", word)
    return word[:-1] + "t" if word.endswith("d") else word


def asked_words(query: str) -> list[str]:
    """The words of a question that say something; all of them when none does."""
    words = list(dict.fromkeys(words_of(query[:LONGEST_QUERY])))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]


class Index:
    """Documents made ready for finding. Never changes: when a document does, make a new index.

    ``alike``: groups of words that stand for the same. A word that no document has is looked for as the others of its
    group.
    """

    def __init__(self, documents: Iterable[Document], alike: Iterable[Iterable[str]] = ()):
        self._keys: list[Hashable] = []
        weights: defaultdict[str, dict[int, float]] = defaultdict(dict)  # by word: its weight in each document
        for number, document in enumerate(documents):
            self._keys.append(document.key)
            for word, weight in _weighed(document).items():
                weights[word][number] = weight
        self._places = {
            word: (np.fromiter(found, dtype=np.int32), np.fromiter(found.values(), dtype=np.float64))
            for word, found in weights.items()
        }
        by_sound = defaultdict(list)
        for word in self._places:
            by_sound[sound_of(word)].append(word)
        self._by_sound = dict(by_sound)
        self._sounds = sorted(self._by_sound)
        self._words = list(self._places)
        self._all_sounds = "\n" + "\n".join(self._sounds) + "\n"
        self._alike: dict[str, set[str]] = {}
        for group in alike:
            sounds = {sound_of(word) for words in group for word in words_of(words) if len(words_of(words)) == 1}
            for sound in sounds:
                self._alike.setdefault(sound, set()).update(sounds)
        self._remembered: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, words: str, most: int = 50) -> list[Hit]:
        """The best documents for ``words``, best first; documents alike in the order in which they came in.

        A document's score is the sum over the asked words of how well each is found in it (the word's likeness times
        the weight of its field times its rarity), times the square of the share of the question that it answers. Left
        out is what answers far less of the question than the best one does.
        """
        asked = [found for found in map(self._weights, asked_words(words)) if found is not None]
        if not asked or not self._keys:
            return []
        total, answered, question = np.zeros(len(self)), np.zeros(len(self)), 0.0
        for found in asked:
            hit = found > 0
            rarity = _rarity(int(hit.sum()), len(self))
            question += rarity
            answered += rarity * hit
            total += rarity * found
        share = answered / question
        total *= np.where(share >= LEAST_SHARE * share.max(), share**2, 0.0)
        scored = np.flatnonzero(total)
        best = scored[np.argsort(-total[scored], kind="stable")][:most]
        scores = zip(best.tolist(), total[best].tolist(), strict=True)
        return [Hit(self._keys[number], score) for number, score in scores]

    def _weights(self, word: str) -> np.ndarray:
        """How well one asked word is found in each document."""
        if word not in self._remembered:
            if len(self._remembered) > 500:
                self._remembered.clear()
            found = np.zeros(len(self))
            for form, likeness in self._forms(word).items():
                numbers, weights = self._places[form]
                found[numbers] = np.maximum(found[numbers], likeness * weights)
            self._remembered[word] = found
        return self._remembered[word]

    def _forms(self, word: str) -> dict[str, float]:
        """The known words that ``word`` may stand for, each with its likeness."""
        sound = sound_of(word)
        likeness = dict.fromkeys(self._beginning_with(sound), BEGINNING)
        likeness |= {found: SAME_STEM for found in self._of_one_stem(sound) if found not in likeness}
        likeness |= {found: PART for found in self._holding(sound) if found not in likeness}
        if sound in self._by_sound:
            likeness[sound] = SAME_SOUND
        else:
            likeness |= {found: SLIP for found in self._slips(word, sound) if found not in likeness}
        if not likeness:
            others = (found for other in self._alike.get(sound, ()) for found in self._beginning_with(other))
            likeness = dict.fromkeys(others, ALIKE) or dict.fromkeys(self._halves(word), HALF)
        best = sorted(likeness, key=lambda found: -likeness[found])[:MOST_FORMS]
        forms = {form: likeness[found] for found in best for form in self._by_sound[found]}
        return forms | ({word: SAME} if word in self._places else {})

    def _beginning_with(self, sound: str) -> list[str]:
        if len(sound) < 2:
            return []
        first = bisect_left(self._sounds, sound)
        last = bisect_left(self._sounds, sound + "\U0010ffff", lo=first)
        return self._sounds[first:last]

    def _of_one_stem(self, sound: str) -> list[str]:
        """Long words that differ at their end only: ``casemanager`` and ``casemanagement``."""
        if len(sound) < 9:
            return []
        return [found for found in self._beginning_with(sound[:-3]) if len(found) <= len(sound) + 4]

    def _holding(self, sound: str) -> list[str]:
        """Compounds with this word inside or at the end: ``zorg`` in ``respijtzorg``."""
        found: list[str] = []
        if len(sound) < 4:
            return found
        at = self._all_sounds.find(sound)
        while at >= 0 and len(found) < MOST_FORMS:
            start, end = self._all_sounds.rfind("\n", 0, at) + 1, self._all_sounds.find("\n", at)
            found.append(self._all_sounds[start:end])
            at = self._all_sounds.find(sound, end)
        return found

    def _slips(self, word: str, sound: str) -> set[str]:
        """What is one slip of the finger away, as written or as it sounds; two in a long word.

        In very short words any slip makes another word.
        """
        if len(sound) < 4 or not word.isalpha():
            return set()
        near = {sound_of(found) for found in _near(word, self._words)} | set(_near(sound, self._sounds))
        return {found for found in near if len(found) >= 4}

    def _halves(self, word: str) -> list[str]:
        """Known words at the beginning or the end of a compound that nobody wrote: ``weekend`` in ``weekendhulp``."""
        parts = (sound_of(part) for cut in range(4, len(word) - 1) for part in (word[:cut], word[-cut:]))
        return [part for part in parts if part in self._by_sound]


def _weighed(document: Document) -> dict[str, float]:
    """What each word weighs in a document: its heaviest field, and a little for every other one that has it."""
    weights: dict[str, float] = {}
    for weight, text in sorted(document.fields, reverse=True):
        for word in set(words_of(text)):
            weights[word] = weights[word] + AGAIN * weight if word in weights else weight
    return weights


def _near(word: str, known: list[str]) -> list[str]:
    slips = 1 if len(word) < 8 else 2
    return [found for found, *_ in process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=20)]


def _rarity(found: int, all_of_them: int) -> float:
    """What a word tells: 1 when one thing has it, little when everything does (Sparck Jones 1972, as a share)."""
    return max(0.15, log((1 + all_of_them) / max(found, 1)) / log(1 + all_of_them)) if all_of_them > 1 else 1.0
