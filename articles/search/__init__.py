"""Finding articles by words: what the index holds, what a query asks, and the order of what is found.

`words` (an article as tokens) · `question` (a reader's query as a tree of tokens) · `store` (PostgreSQL's and SQLite's
index of the same tokens) · `index` (kept in step by the verbs) · `find` (candidates and their order) · `marks`
(highlighting) · `nearby` (did you mean) · `names` (aliases) · `report` (what readers looked for).
"""
