"""What nbgrader says while it works, kept to be told in one sentence if it fails."""

import logging


class ErrorLog(logging.Handler):
    """Keeps the errors that nbgrader logs and drops the rest."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one error."""
        self.messages.append(record.getMessage())

    def logger(self) -> logging.Logger:
        """Make a logger that leads here and nowhere else."""
        logger = logging.Logger("autograder.nbgrader", logging.ERROR)
        logger.addHandler(self)
        return logger

    @property
    def reason(self) -> str:
        """The exception of the first traceback, else the last message."""
        for message in self.messages:
            if message.startswith("Traceback"):
                return message.strip().rsplit("\n", 1)[-1]
        return self.messages[-1] if self.messages else "no reason given"
