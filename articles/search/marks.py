"""What of a text answers a question: pieces to be marked, whole words as they are written, and the passage to show."""

from arabic.search import analyse

from .find import places_of
from .words import tokens_of

AROUND = 14  # words of a passage before and behind the first that answers
LONGEST = 40
READ = 3_000  # words of a text that are looked through for a passage


class Text:
    """A text and, of each of its words, where it stands and whether it answers."""

    def __init__(self, text, question):
        self.text = text
        self.tokens = analyse(text[: 8 * READ], question.language)
        words = [tokens_of(token.exact, question.language) for token in self.tokens]
        self.answers = {}  # number of a word: number of the group it answers
        for number, group in enumerate(question.wanted):
            phrases = [clause.wanted for clause in group.clauses] + list(group.names)
            for phrase in phrases:
                for start in places_of(phrase, words):
                    self.answers |= dict.fromkeys(range(start, start + len(phrase.places)), number)

    def pieces(self, first=0, last=None):
        """[(text, is it marked)] of the words from one to another, and what stands between them."""
        tokens = self.tokens[first:last]
        whole = first == 0 and last is None
        at = 0 if whole or not tokens else tokens[0].start
        end = len(self.text) if whole or not tokens else tokens[-1].end
        found = []
        for number, token in enumerate(tokens, first):
            if number in self.answers and token.start >= at:
                found += [(self.text[at : token.start], False), (self.text[token.start : token.end], True)]
                at = token.end
        return _joined([*found, (self.text[at:end], False)])


def _joined(pieces):
    """Without empty pieces; marked words with but a space between them are one."""
    joined = []
    for text, is_marked in pieces:
        if not text:
            continue
        if is_marked and len(joined) > 1 and joined[-1] == (" ", False) and joined[-2][1]:
            joined[-2:] = [(f"{joined[-2][0]} {text}", True)]
        else:
            joined.append((text, is_marked))
    return joined


def passage(texts, question):
    """(pieces, is it cut at its beginning, at its end): the few words of these texts that answer best.

    A text is shown whole if it is short; the first one when none answers.
    """
    best, points = None, -1
    for text in texts:
        found = Text(text, question)
        start, here = _densest(found.answers)
        if text and here > points:
            best, points, at = found, here, start
    if best is None:
        return [], False, False
    first = max(0, at - AROUND) if len(best.tokens) > LONGEST else 0
    last = min(len(best.tokens), first + LONGEST)
    if first == 0 and last == len(best.tokens):
        return best.pieces(), False, len(best.text) > 8 * READ
    return best.pieces(first, last), first > 0, True


def _densest(answers):
    """(the word a passage is made around, how many groups answer in it)"""
    best, points = 0, 0
    numbers = sorted(answers)
    for place, number in enumerate(numbers):
        groups = set()
        for other in numbers[place:]:
            if other > number + LONGEST - AROUND:
                break
            groups.add(answers[other])
        if len(groups) > points:
            best, points = number, len(groups)
    return best, points
