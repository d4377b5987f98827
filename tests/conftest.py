"""What all tests share."""

import os

os.environ["TQDM_DISABLE"] = "1"  # no progress bars in outputs that are compared
