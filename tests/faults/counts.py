"""How often a fault is repeated: a few times in the suite, the full count with --long. The test is the same."""

import pytest


def small_and_full(name, small, full):
    """Parametrizes `name` with the small count and, marked `long`, with the full one."""
    return pytest.mark.parametrize(
        name, [pytest.param(small, id=f"{small}"), pytest.param(full, id=f"{full}", marks=pytest.mark.long)]
    )
