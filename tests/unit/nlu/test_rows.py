"""Features as numbers."""

from __future__ import annotations

import numpy as np

from bot.nlu.rows import Features, Rows
from bot.nlu.runs import Place, spelled


def _of(*messages: list[str]) -> list[Features]:
    return [Features(names) for names in messages]


def _all_names(rows: Rows) -> list[str]:
    return [*rows.names, *map(spelled, rows.runs.tolist())]


def _names(rows: Rows) -> list[set[str]]:
    names = _all_names(rows)
    return [
        {names[i] for i in rows.at[start:end]}
        for start, end in zip(rows.starts, rows.starts[1:], strict=False)
    ]


def test_each_feature_of_a_message_stands_once_in_its_row() -> None:
    rows = Rows.of(_of(["a", "b", "a"], [], ["b", "c"]))
    assert len(rows) == 3
    assert _names(rows) == [{"a", "b"}, set(), {"b", "c"}]
    assert len(rows.at) == 4


def test_joined_rows_are_those_of_all_messages() -> None:
    first, second = _of(["a", "b"], ["c"]), _of(["c", "d"], [], ["a"])
    joined = Rows.joined([Rows.of(first), Rows.of(second)])
    assert _names(joined) == _names(Rows.of([*first, *second]))
    assert len(set(joined.names)) == len(joined.names)


def test_a_name_is_counted_in_the_rows_that_are_asked_for() -> None:
    rows = Rows.of(_of(["a", "b"], ["a"], ["b", "c"]))
    counted = dict(zip(rows.names, rows.counts().tolist(), strict=True))
    assert counted == {"a": 2, "b": 2, "c": 1}
    among = dict(zip(rows.names, rows.counts(np.array([True, False, True])).tolist(), strict=True))
    assert among == {"a": 1, "b": 2, "c": 1}


def test_runs_of_letters_are_features_like_names() -> None:
    messages = [
        Features(["w:no"], [(Place.HERE, "退保退保"), (Place.AFTER, "不退")]),
        Features([]),
        Features(["w:no"], [(Place.HERE, "退")]),
    ]
    rows = Rows.of(messages)
    assert _names(rows) == [message.spelled() for message in messages]
    assert {"w:no", "退", "退保", "保退保", ">不退"} <= _names(rows)[0]
    counted = dict(zip(_all_names(rows), rows.counts().tolist(), strict=True))
    assert (counted["退"], counted["保"], counted["w:no"]) == (2, 1, 2)


def test_joined_rows_with_runs_are_those_of_all_messages() -> None:
    first = [Features(["a"], [(Place.HERE, "拒赔")])]
    second = [Features(["b"], [(Place.HERE, "赔款")]), Features([], [(Place.FIRST, "拒赔")])]
    joined = Rows.joined([Rows.of(first), Rows.of(second)])
    assert _names(joined) == [message.spelled() for message in [*first, *second]]
    assert (np.diff(joined.runs.astype(np.int64)) > 0).all()
