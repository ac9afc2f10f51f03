"""Number types of a scenario: what a number measures and which values are possible.

Each type carries its bounds (checked on loading) and its unit (printed in the reference page).
"""

from typing import Annotated

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
"""A fraction of a whole, between 0 and 1."""

Level = Annotated[float, Field(ge=-1, le=1, json_schema_extra={"unit": "level"})]
"""How much of a provision is supplied: 1 is full supply, below 0 the giver works against it."""

Utility = Annotated[float, Field(ge=-10, le=10, json_schema_extra={"unit": "utility a month"})]
"""Utility as a monthly annuity of a change from the inherited state."""

Cost = Annotated[float, Field(ge=0, le=10, json_schema_extra={"unit": "utility a month"})]
"""A loss of utility, as a monthly annuity."""

Scale = Annotated[float, Field(gt=0, le=10, json_schema_extra={"unit": "utility a month"})]
"""A utility that counts as one unit of something; divided by, so never 0."""

Hazard = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "chance a month"})]
"""The chance that something happens in one month, given that it has not happened yet."""

Discount = Annotated[float, Field(gt=0, lt=1, json_schema_extra={"unit": "factor a month"})]
"""What a utility one month ahead is worth today."""

Months = Annotated[int, Field(ge=0, le=1200, json_schema_extra={"unit": "months"})]
"""A duration in whole months."""

Meetings = Annotated[int, Field(ge=0, le=1000, json_schema_extra={"unit": "meetings a month"})]
"""How many tables an actor can attend to in one month."""

Population = Annotated[float, Field(gt=0, le=10000, json_schema_extra={"unit": "millions"})]
"""Number of people, in millions."""

Ratio = Annotated[float, Field(ge=0, le=100, json_schema_extra={"unit": "ratio"})]
"""A quotient of two like quantities."""

Change = Annotated[float, Field(ge=-100, le=100, json_schema_extra={"unit": "ratio"})]
"""What is added to a number, or taken from it."""

Size = Annotated[float, Field(gt=0, le=10000, json_schema_extra={"unit": "any, common to all"})]
"""A quantity in a unit that all of its kind share; divided by, so never 0."""

Weight = Annotated[float, Field(ge=-100, le=100, json_schema_extra={"unit": "logit weight"})]
"""A coefficient inside a logistic function."""
