"""Queries whose text is made once: making it takes Peewee longer than it takes to be answered."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


class Prepared:
    """A query of a model that is asked again and again, with other values each time.

    ``build`` gives the query with some values in it. Asking takes the wanted ones in the order in
    which they stand in the query, as the database knows them; those not given stay as built.
    """

    def __init__(self, model: type[Any], build: Callable[[], Any]) -> None:
        self._model, self._build = model, build
        self._built: dict[type[Any], tuple[str, list[Any], list[Any]]] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values, by the names of their fields; no read is left open."""
        database = self._model._meta.database
        engine = type(database)
        if engine not in self._built:
            query = self._build()
            self._built[engine] = (*query.sql(), query.selected_columns)
        text, built, fields = self._built[engine]
        cursor = database.execute_sql(text, [*values, *built[len(values) :]])
        return [
            {
                field.name: field.python_value(value)
                for field, value in zip(fields, row, strict=True)
            }
            for row in cursor.fetchall()
        ]

    def one(self, *values: Any) -> Row | None:
        """The row for these values, if there is one."""
        return next(iter(self(*values)), None)
