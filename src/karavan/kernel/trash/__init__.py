"""The trash: removed records as snapshots, for thirty days (docs/adr/0026-trash-of-snapshots.md).

A room's action calls :func:`karavan.kernel.trash.actions.throw_away` after it checked the right, and
:func:`~karavan.kernel.trash.actions.restore` to take a record back. A room names its records for messages
with :func:`karavan.kernel.trash.kinds.name_kind` in its ``apps.py``, and those that are about people with
:func:`karavan.kernel.trash.personal.personal`: they are struck out of what is kept for good.
"""
