"""Queries whose text is made once: making it takes Peewee longer than it takes to be answered."""

from collections.abc import Callable
from typing import Any


class Prepared:
    """A query that is asked again and again, with other values each time.

    ``build`` gives the query with some values in it. Asking takes the wanted ones in the order in
    which they stand in the query, as the database knows them; those not given stay as built.
    """

    def __init__(self, model: type[Any], build: Callable[[], Any]) -> None:
        self._model, self._build = model, build
        self._built: dict[type[Any], tuple[str, list[Any]]] = {}

    def __call__(self, *values: Any) -> Any:
        """The rows for these values: a query of Peewee's, which can still say ``dicts()``."""
        engine = type(self._model._meta.database)
        if engine not in self._built:
            self._built[engine] = self._build().sql()
        text, built = self._built[engine]
        return self._model.raw(text, *values, *built[len(values) :])

    def one(self, *values: Any) -> Any:
        """The row for these values, or None; all are fetched, so that no read is left open."""
        return next(iter(list(self(*values))), None)
