"""Official papers without a screen: Word, PDF, Excel, slides, and checked uploads.

Nothing here knows Django or the database; callers hand over plain values and get bytes.
Import the module you need (``documents.docx``, ``documents.pdf`` …): each pulls in only its own
library, so a page that makes a Word file does not load typst or python-pptx.
"""
