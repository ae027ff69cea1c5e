"""Which posts open which pages of the desk. What may be done to a matter is for its procedure to say, not for this."""

from typing import Final

DISPATCHING: Final = frozenset({"dispatcher"})
OVERSEEING: Final = frozenset({"supervisor", "leader"})
# Whoever confirms a correction answers for a unit's work or reviews it; a choice of this product, not of the law.
CONFIRMING: Final = frozenset({"leader", "reviewer", "supervisor"})
