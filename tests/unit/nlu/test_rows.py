"""Features as numbers."""

from __future__ import annotations

import numpy as np

from bot.nlu.rows import Rows


def _names(rows: Rows) -> list[set[str]]:
    return [
        {rows.names[i] for i in rows.at[start:end]}
        for start, end in zip(rows.starts, rows.starts[1:], strict=False)
    ]


def test_each_feature_of_a_message_stands_once_in_its_row() -> None:
    rows = Rows.of([["a", "b", "a"], [], ["b", "c"]])
    assert len(rows) == 3
    assert _names(rows) == [{"a", "b"}, set(), {"b", "c"}]
    assert len(rows.at) == 4


def test_joined_rows_are_those_of_all_messages() -> None:
    first, second = [["a", "b"], ["c"]], [["c", "d"], [], ["a"]]
    joined = Rows.joined([Rows.of(first), Rows.of(second)])
    assert _names(joined) == _names(Rows.of([*first, *second]))
    assert len(set(joined.names)) == len(joined.names)


def test_a_name_is_counted_in_the_rows_that_are_asked_for() -> None:
    rows = Rows.of([["a", "b"], ["a"], ["b", "c"]])
    counted = dict(zip(rows.names, rows.counts().tolist(), strict=True))
    assert counted == {"a": 2, "b": 2, "c": 1}
    among = dict(zip(rows.names, rows.counts(np.array([True, False, True])).tolist(), strict=True))
    assert among == {"a": 1, "b": 2, "c": 1}
