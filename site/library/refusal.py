"""Why an uploaded file is not taken, as its sender reads it."""


class RefusedFile(Exception):
    """A file is refused; ``reason`` says why in plain Chinese."""

    def __init__(self, reason: object) -> None:
        """Keep the reason as text."""
        self.reason = str(reason)
        super().__init__(self.reason)
