"""Every change in the coding table and to results."""

from participation.adoption.actions.deciding import approve, decide, reopen, send_back, take_back
from participation.adoption.actions.grouping import (
    add_to_group,
    create_group,
    group_all,
    merge_groups,
    move,
    split_off,
    ungroup,
    unmerge_groups,
)
from participation.adoption.actions.pooling import answer_pooled, pool_grouped
from participation.adoption.actions.results import (
    draft_result,
    publish_result,
    send_back_result,
    submit_result,
    take_back_result,
)

__all__ = [
    "add_to_group",
    "answer_pooled",
    "approve",
    "create_group",
    "decide",
    "draft_result",
    "group_all",
    "merge_groups",
    "move",
    "pool_grouped",
    "publish_result",
    "reopen",
    "send_back",
    "send_back_result",
    "split_off",
    "submit_result",
    "take_back",
    "take_back_result",
    "ungroup",
    "unmerge_groups",
]
