"""Reading drafts: from a file or pasted text to chapters, articles, clauses (``domain.md`` §10.1, decision 0025).

Pure code: no database and no request. :func:`.files.read_file` gives the text of an upload,
:func:`.parsing.parse_draft` the rows of a text, :func:`.clauses.clauses` the 款、项、目 of one article.
"""
