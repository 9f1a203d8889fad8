"""Settings by environment: ``base`` is shared, ``dev``, ``test`` and ``production`` add what differs."""
