"""What commands print for programs: JSON, and nothing else."""

import json
import sys
from typing import Any


def emit_json(document: Any) -> None:
    """Print one JSON document; numbers that are not finite are refused."""
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
