"""Where the words of the articles lie: a `tsvector` with a GIN index on PostgreSQL, FTS5 tables on SQLite.

Both hold the same tokens, find the same articles, and give them newest first without ever reading all that match:

- SQLite goes through the matches of an FTS5 table in the order of its rows, and a row's number is its place.
- PostgreSQL's index knows no order. So every entry also has tokens of its week, month and year, and a search asks for
  its words and the last weeks; if that is not enough, the months before; then years; then all. Each step is a part of
  one statement that is not begun when those before it gave enough. A word of every third article is found in some
  hundred entries of two weeks, and a word too rare for the last years has few entries in all.

The rows are of `SearchEntry`; the words themselves are no column of it, since each database has its own.
"""

import datetime
import json
import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL

from ..models.search import SearchEntry, moment_of, place_of
from ..models.taxonomy import LANGUAGES
from .question import Phrase
from .words import HEADLINE, STEMS, author_token, kind_token, section_token

TIMEOUT = 1500  # milliseconds that one search may take of PostgreSQL
_ENTRIES = SearchEntry._meta.db_table
_FIRST, _LAST = -(2**62), 2**62
_OLDEST = place_of(datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC))  # no newsroom's article is older
_is_kept = ContextVar("is_kept", default=False)


class TooSlow(OperationalError):
    """PostgreSQL took longer than a search may."""


def prepare(cursor, vendor):
    """Make what the index needs beside the tables of the models; for migrations, of further languages too."""
    for language in LANGUAGES:
        if not re.fullmatch("[a-z]{2,3}(-[a-z]+)?", language):
            raise ValueError(language)
    if vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {_ENTRIES} ADD COLUMN IF NOT EXISTS tokens tsvector NOT NULL DEFAULT ''")
        for language in LANGUAGES:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {_table(language)} ON {_ENTRIES} USING gin (tokens)"
                # What was just written is looked through word by word: not much of it.
                f" WITH (gin_pending_list_limit = 512) WHERE language = '{language}'"
            )
    else:
        for language in LANGUAGES:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {_table(language)} USING fts5"
                # Letters of every script are kept as they are: they are folded already.
                "(words, headline, tokenize=\"ascii tokenchars '=@.'\", columnsize=0)"
            )


def take_back(cursor, vendor):
    """What `prepare` made and no table of a model takes along when it goes."""
    if vendor == "sqlite":
        for language in LANGUAGES:
            cursor.execute(f"DROP TABLE IF EXISTS {_table(language)}")


def _table(language):
    return f"search_{language.replace('-', '_')}"


def put(entries):
    """Write these [(entry, document)], in the place of those that are there; one writing each, for it writes words."""
    if not entries:
        return
    columns = ["article_id", "language", "place", "ends_at", "head", "version"]
    rows = [[getattr(entry, name) for name in columns] for entry, _document in entries]
    for row in rows:
        row[3] = connection.ops.adapt_datetimefield_value(row[3])
    if connection.vendor == "postgresql":
        columns.append("tokens")
        for row, (entry, document) in zip(rows, entries, strict=True):
            row.append(_vector(document, entry.place))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_ENTRIES} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
            " ON CONFLICT (language, article_id) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in columns[2:]),
            rows,
        )
        for entry, document in entries if connection.vendor == "sqlite" else ():
            words = f"{_streams(document.words)} {' '.join(document.facets)}"
            cursor.execute(
                f"INSERT OR REPLACE INTO {_table(entry.language)} (rowid, words, headline) VALUES (%s, %s, %s)",  # noqa: S608
                [entry.place, words, _streams(document.headline)],
            )


def drop(entries):
    """Forget the words of entries that go, or may get another place."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for entry in entries:
                cursor.execute(f"DELETE FROM {_table(entry.language)} WHERE rowid = %s", [entry.place])  # noqa: S608


def find(question, now, *, most, headline=False, below=None, signals=()):
    """The newest entries that answer, as [(place, article id, head, *signals)].

    With `headline`, those that answer by their headline alone. `below` is a place. Each of the `signals` asks for some
    phrases, and comes back as whether all of them are in the entry; none are not.
    """
    filters = question.filters
    last = min(
        place_of(now, -1),
        place_of(filters.before) - 1 if filters.before else _LAST,
        below - 1 if below is not None else _LAST,
    )
    first = place_of(filters.since) if filters.since else _FIRST
    if first > last or last < _OLDEST:
        return []
    ask = _ask_postgresql if connection.vendor == "postgresql" else _ask_sqlite
    return ask(question, now, first, last, most, HEADLINE if headline else "", signals)


def uses(tokens, language, now):
    """{token: in how many entries it is that readers see now, but no more than are worth counting}"""
    if not tokens:
        return {}
    last, now = place_of(now, -1), _moment(now)
    tokens = sorted(tokens)
    if connection.vendor == "postgresql":
        listed, asked = "unnest(%s::text[]) AS asked (token)", "tokens @@ ('''' || token || '''')::tsquery"
        source = f"{_ENTRIES} e WHERE language = '{language}' AND place + 0 <= %s"
    else:
        listed, asked = (
            "(SELECT value AS token FROM json_each(%s)) asked",
            f"{_table(language)} MATCH '\"' || token || '\"'",
        )
        source = (
            f"{_table(language)} f CROSS JOIN {_ENTRIES} e ON e.language = '{language}' AND e.place = f.rowid"
            " WHERE f.rowid <= %s"
        )
        tokens = json.dumps(tokens)
    with kept_to_the_index(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT token, (SELECT count(*) FROM (SELECT 1 FROM"  # noqa: S608
            f" {source} AND {asked} AND (ends_at IS NULL OR ends_at > %s) LIMIT 20) few) FROM {listed}",
            [last, now, tokens],
        )
        return {token: count for token, count in cursor.fetchall() if count}


def newest_by_headline(stems, language, now, most):
    """SQL for the ids of the newest entries whose headline has one of these stems, fit for `pk__in`."""
    last, now = place_of(now, -1), _moment(now)
    current = "(e.ends_at IS NULL OR e.ends_at > %s)"
    if connection.vendor == "postgresql":
        phrase = _phrase_query(Phrase((stems,)), HEADLINE)
        # What is not in forty headlines of half a year is not in many of all years.
        *recent, (_low, before, _years), _rest = _steps(_FIRST, last)
        parts, values = [], []
        for low, high, periods in [*recent, (_FIRST, before, [])]:
            parts.append(
                f"(SELECT e.id FROM {_ENTRIES} e WHERE e.language = '{language}'"  # noqa: S608
                # A query that is no constant is not looked up in statistics, and so always asked of the index.
                f" AND e.tokens @@ (SELECT %s::tsquery) AND e.place + 0 BETWEEN %s AND %s AND {current}"
                " ORDER BY e.place + 0 DESC LIMIT %s)"
            )
            query = f"{phrase} & ({' | '.join(map(_quoted, periods))})" if periods else phrase
            values += [query, low, high, now, most]
        return RawSQL(f"SELECT id FROM ({' UNION ALL '.join(parts)}) parts LIMIT %s", [*values, most])  # noqa: S608, S611
    table = _table(language)
    return RawSQL(  # noqa: S611
        f"SELECT e.id FROM {table} f CROSS JOIN {_ENTRIES} e ON e.language = '{language}' AND e.place = f.rowid"  # noqa: S608
        f" WHERE f.{table} MATCH %s AND f.rowid <= %s AND {current} ORDER BY f.rowid DESC LIMIT %s",
        [f"{{headline}} : {_phrase_match(Phrase((stems,)))}", last, now, most],
    )


def _current(question, now):
    """(SQL, parameters) of what time takes away: the entry's end, and that of its place in the section."""
    sql, parameters = "(e.ends_at IS NULL OR e.ends_at > %s)", [_moment(now)]
    if question.filters.ended:
        sql, parameters = "true", []
    if question.filters.section:
        sql += (
            " AND EXISTS (SELECT 1 FROM articles_listing l WHERE l.category_id = %s AND l.language = e.language"
            " AND l.article_id = e.article_id AND (l.ends_at IS NULL OR l.ends_at > %s))"
        )
        parameters += [question.filters.section, _moment(now)]
    return sql, parameters


def _moment(moment):
    return connection.ops.adapt_datetimefield_value(moment)


def _facets(filters):
    tokens = [
        (section_token, filters.section),
        (kind_token, filters.kind),
        (author_token, filters.author),
    ]
    return [token(value) for token, value in tokens if value]


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def _vector(document, place):
    """The text of a tsvector. Stems no phrase is made of have no position."""
    found = {}
    for prefix, words in (("", document.words), (HEADLINE, document.headline)):
        for position, exact, stems in words:
            found.setdefault(f"{prefix}={exact}", []).append(position)
            for number, stem in enumerate(stems):
                at = found.setdefault(prefix + stem, [])
                if number < STEMS:
                    at.append(position)
    for token in (*document.facets, *_period_tokens(moment_of(place))):
        found[token] = []
    return " ".join(
        _quoted(token) + (":" + ",".join(map(str, dict.fromkeys(positions))) if positions else "")
        for token, positions in found.items()
    )


def _quoted(token):
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _ask_postgresql(question, now, first, last, most, prefix, signals):
    current, parameters = _current(question, now)
    base = _tsquery(question, prefix)
    parts, values = [], []
    for low, high, periods in _steps(first, last):
        query = f"{base} & ({' | '.join(map(_quoted, periods))})" if periods else base
        # "+ 0": no index on places may be taken for the order, since it would be read for as long as nothing matches.
        parts.append(
            f"(SELECT place, article_id, head, tokens FROM {_ENTRIES} e WHERE language = '{question.language}'"  # noqa: S608
            f" AND tokens @@ %s::tsquery AND place + 0 BETWEEN %s AND %s AND {current}"
            " ORDER BY place + 0 DESC LIMIT %s)"
        )
        values += [query, low, high, *parameters, most]
    told = "".join(", tokens @@ %s::tsquery" for _phrases in signals)
    told_values = [" & ".join(_phrase_query(phrase, "") for phrase in phrases) for phrases in signals]
    newest = f"SELECT * FROM ({' UNION ALL '.join(parts)}) parts LIMIT %s"  # noqa: S608
    sql = f"SELECT place, article_id, head{told} FROM ({newest}) found"  # noqa: S608
    with kept_to_the_index(), connection.cursor() as cursor:
        cursor.execute(sql, [*told_values, *values, most])
        return cursor.fetchall()


@contextmanager
def _told_when_too_slow():
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "57014":
            raise TooSlow from error
        raise


@contextmanager
def kept_to_the_index():
    """Ask PostgreSQL's index of words and nothing else, and not for long; once around several questions.

    In a transaction that is rolled back, so that in an outer one nothing else is held to it. Raises TooSlow.
    """
    if connection.vendor != "postgresql" or _is_kept.get():
        yield
        return
    with _told_when_too_slow(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true),"
                " set_config('enable_indexscan', 'off', true), set_config('jit', 'off', true),"
                " set_config('max_parallel_workers_per_gather', '0', true)",
                [str(TIMEOUT)],
            )
        token = _is_kept.set(True)
        try:
            yield
        finally:
            _is_kept.reset(token)
        transaction.set_rollback(True)


def _tsquery(question, prefix):
    parts = [_group_query(group, prefix) for group in question.wanted]
    parts += [_quoted(token) for token in _facets(question.filters)]
    parts += [f"!{_group_query(group, '')}" for group in question.unwanted]
    return " & ".join(parts)


def _group_query(group, prefix):
    clauses = " & ".join(_phrase_query(clause.wanted, prefix) for clause in group.clauses)
    return f"({' | '.join([f'({clauses})', *(_phrase_query(name, prefix) for name in group.names)])})"


def _phrase_query(phrase, prefix):
    places = [f"({' | '.join(_quoted(prefix + token) for token in place)})" for place in phrase.places]
    return f"({' <-> '.join(places)})"


def _period_tokens(moment):
    moment = moment.astimezone(datetime.UTC)
    return [_week(moment.date()), f"@m{moment:%Y%m}", f"@y{moment.year}"]


def _week(date):
    return f"@w{date.toordinal() // 7}"


def _steps(first, last):
    """[(first place, last place, tokens of the periods between, or none)], the newest first."""
    day = moment_of(min(last, place_of(datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)))).date()
    weeks = day.toordinal() // 7
    week = datetime.date.fromordinal((weeks - 1) * 7)
    months = [(week.year * 12 + week.month - 1) - back for back in range(7)]
    month = datetime.date(months[-1] // 12, months[-1] % 12 + 1, 1)
    year = datetime.date(month.year - 5, 1, 1)
    bounds = [_LAST, *(place_of(_midnight(date)) for date in (week, month, year)), _FIRST]
    periods = [
        [f"@w{weeks}", f"@w{weeks - 1}"],
        [f"@m{number // 12:04}{number % 12 + 1:02}" for number in months],
        [f"@y{number}" for number in range(year.year, month.year + 1)],
        [],
    ]
    return [
        (max(first, low), min(last, high - 1), tokens)
        for high, low, tokens in zip(bounds, bounds[1:], periods, strict=False)
        if max(first, low) <= min(last, high - 1)
    ]


def _midnight(date):
    return datetime.datetime.combine(date, datetime.time(), datetime.UTC)


# --- SQLite -----------------------------------------------------------------------------------------------------------


def _streams(words):
    """The words in order, three times: in their spelling, by their first stem, by their second; then the other stems.

    One place holds one token here, so a phrase of stems is found in one of the streams.
    """
    streams = [], [], []
    others, before = [], None
    for position, exact, stems in words:
        tokens = (f"={exact}", stems[0], stems[min(1, len(stems) - 1)])
        for stream, token in zip(streams, tokens, strict=True):
            if before is not None and position != before + 1:
                stream.append("@")
            stream.append(token)
        others += stems[STEMS:]
        before = position
    return " @ ".join(" ".join(stream) for stream in (*streams, others))


def _ask_sqlite(question, now, first, last, most, prefix, signals):
    current, parameters = _current(question, now)
    table = _table(question.language)
    with connection.cursor() as cursor:
        cursor.execute(
            # CROSS keeps the order of the tables, and with it the order of the rows.
            f"SELECT e.place, e.article_id, e.head FROM {table} f CROSS JOIN {_ENTRIES} e"  # noqa: S608
            f" ON e.language = '{question.language}' AND e.place = f.rowid"
            f" WHERE f.{table} MATCH %s AND f.rowid BETWEEN %s AND %s AND {current} ORDER BY f.rowid DESC LIMIT %s",
            [_match(question, prefix), first, last, *parameters, most],
        )
        rows = cursor.fetchall()
        told = []
        for phrases in signals:
            places = set()
            if rows and phrases:
                match = " AND ".join(_phrase_match(phrase) for phrase in phrases)
                cursor.execute(
                    f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s",  # noqa: S608
                    [f"{{words}} : ({match})", rows[-1][0], rows[0][0]],
                )
                places = {place for (place,) in cursor.fetchall()}
            told.append(places)
    return [(*row, *(row[0] in places for places in told)) for row in rows]


def _match(question, prefix):
    column = "headline" if prefix else "words"
    parts = [_group_match(group) for group in question.wanted]
    match = f"{{{column}}} : ({' AND '.join(parts)})" if parts else ""
    facets = [f'{{words}} : "{token}"' for token in _facets(question.filters)]
    match = " AND ".join([*([f"({match})"] if match else []), *facets])
    for group in question.unwanted:
        match = f"({match}) NOT ({{words}} : {_group_match(group)})"
    return match


def _group_match(group):
    clauses = " AND ".join(_phrase_match(clause.wanted) for clause in group.clauses)
    return f"({' OR '.join([f'({clauses})', *map(_phrase_match, group.names)])})"


def _phrase_match(phrase):
    spelled = (f'"{" ".join(tokens)}"' for tokens in phrase.spelled())
    return f"({' OR '.join(spelled)})".replace("\x00", "")
