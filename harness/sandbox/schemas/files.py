"""What an uploaded file may be for (contract section 20)."""

from typing import Literal

Category = Literal["logo", "signature", "attachment"]
