"""Every write of uploads: each one transaction."""

from karavan.integrations.sheets.actions.checking import check_batch
from karavan.integrations.sheets.actions.locking import accept_by_hand, lock_field, unlock_field
from karavan.integrations.sheets.actions.merging import keep_apart, merge_records
from karavan.integrations.sheets.actions.undoing import undo_batch
from karavan.integrations.sheets.actions.unmerging import restore_merged, was_merged
from karavan.integrations.sheets.actions.uploading import (
    allow_removal,
    cancel_batch,
    check_again,
    confirm_batch,
    forget_files,
    make_source,
    upload,
)
from karavan.integrations.sheets.actions.writing import write_batch

__all__ = [
    "accept_by_hand",
    "allow_removal",
    "cancel_batch",
    "check_again",
    "check_batch",
    "confirm_batch",
    "forget_files",
    "keep_apart",
    "lock_field",
    "make_source",
    "merge_records",
    "restore_merged",
    "undo_batch",
    "unlock_field",
    "upload",
    "was_merged",
    "write_batch",
]
