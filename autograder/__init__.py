"""The catalogue of exercises and the tool that grades them. Never ships to students."""

import sys

# jsonschema would load a grammar of addresses for 0.7 seconds; notebooks are checked without it
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
