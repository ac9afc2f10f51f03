"""What all parts of a scenario have in common: frozen, strict, documented field by field."""

from pydantic import BaseModel, ConfigDict


class StrictBlock(BaseModel):
    """A block of a scenario: unknown keys are refused and nothing changes after loading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        # Only whole files are validated: what checks a block alone would be built for nothing.
        defer_build=True,
    )
