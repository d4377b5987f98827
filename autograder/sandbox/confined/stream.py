"""What a notebook prints, in messages that are few however often it asks for one."""

import sys
import time

from ipykernel.iostream import OutStream


class Stream(OutStream):  # type: ignore[misc]
    """Publishes for the kernel at once, so that outputs keep their order; for others in time."""

    published = 0.0

    def flush(self) -> None:
        """Publish what was printed, unless that was done a moment ago: then it waits as well."""
        asked_by = str(sys._getframe(1).f_globals.get("__name__"))
        late = time.monotonic() - self.published > self.flush_interval
        if late or asked_by.startswith("ipykernel."):
            self.publish()

    def publish(self) -> None:
        """Publish what was printed."""
        self.published = time.monotonic()
        super().flush()
