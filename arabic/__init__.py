"""The language: what the newsroom knows about Arabic text, in pure Python.

- ``hygiene``  what a plain text field may hold
- ``fold``     when two spellings are the same word (search) or the same tag
- ``slugs``    the readable part of an address
- ``digits``   Western and Arabic-Indic digits, and their separators
- ``dates``    Gregorian dates in every Arab month system
- ``hijri``    the same day in the Umm al-Qura calendar
- ``relative`` how long ago something happened
- ``plurals``  the six forms of an Arabic noun beside a number
- ``reading``  word counts and reading time
- ``bidi``     left-to-right pieces inside right-to-left text
- ``quotes``   quotation marks in house style
- ``tokens``   the words of a text, each with its place
- ``lexicon``  families of words that no rule joins (``data/``)
- ``stems``    what is one word behind its clitics and endings
- ``search``   the tokens of a text and the clauses of a query
- ``aliases``  names in several spellings and scripts

Nothing here knows a model, a setting or a request; only ``apps`` and ``templatetags`` import Django. Every function
that takes text accepts any ``str``, lone surrogates and a megabyte of combining marks included, and takes time in
proportion to its length.
"""
