"""The tables of ``liaison.stations``: stations, which are pages, and their reception days."""

from liaison.stations.models.stations import (
    StationIndexPage,
    StationKind,
    StationPage,
    StationStatus,
)

from liaison.stations.models.receptions import (  # isort: skip  (needs the stations)
    Reception,
    ReceptionStatus,
    chinese_day,
    still_to_come,
)

__all__ = [
    "Reception",
    "ReceptionStatus",
    "StationIndexPage",
    "StationKind",
    "StationPage",
    "StationStatus",
    "chinese_day",
    "still_to_come",
]
