"""The catalogue's index: bitmaps in the memory of each worker, read from the stored facts.

Why not SQL: docs/adr/0003-catalogue-index.md. A bitmap is a Python ``int`` whose bit *n* stands for
document *n* of a segment; a document is one variant of an event (:class:`~karavan.catalogue.facts.Variant`).
"""
