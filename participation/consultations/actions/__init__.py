"""Every change to a draft and to a consultation that stands on the site."""

from participation.consultations.actions.beginning import begin_with_former
from participation.consultations.actions.changing import extend, resume, withdraw
from participation.consultations.actions.importing import (
    apply_import,
    decide_origins,
    discard_import,
    read_import,
    read_import_again,
    undo_import,
)
from participation.consultations.actions.rows import (
    RowValues,
    change_row,
    delete_row,
    insert_row,
    move_row,
)

__all__ = [
    "RowValues",
    "apply_import",
    "begin_with_former",
    "change_row",
    "decide_origins",
    "delete_row",
    "discard_import",
    "extend",
    "insert_row",
    "move_row",
    "read_import",
    "read_import_again",
    "resume",
    "undo_import",
    "withdraw",
]
