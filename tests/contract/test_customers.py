"""ports.CustomerDirectory over a CSV file, SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.adapters.crypto import AesGcmCipher
from bot.adapters.customers import CsvCustomers, Digester, SqlCustomers
from bot.adapters.policies import load_policy
from bot.adapters.sql.engine import make_engine, reading_engine
from bot.domain.customers import CustomerRecord
from bot.domain.errors import DirectoryUnavailable, SettingsError
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.rules import parse_rules
from bot.domain.vault import digest_source
from bot.ports import CustomerDirectory
from tests.servers import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
HEAD = "name,phone,policy_number,complaint_vip,remark"
Row = tuple[str, str, str, str]
ROWS: Sequence[Row] = (
    ("王芳", "138-1234-8000", "P2023 1234 5678", "yes"),
    ("", "13812348000", "P202399999999", ""),
    ("李雷", "021-58881234", "88001234567890123", "否"),
    ("", "", "ABCD20231234567890", "0"),
)
Open = Callable[[Sequence[Row]], Awaitable[CustomerDirectory]]
CIPHER = AesGcmCipher(b"k" * 32)


@pytest.fixture(scope="module")
def digester() -> Digester:
    rules = load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules)
    return Digester(CIPHER.digest, Detector(rules))


@pytest.fixture(scope="module")
def named(digester: Digester) -> Callable[[str], list[str]]:
    """The digests that the privacy boundary makes of what a customer writes."""

    def digests(text: str) -> list[str]:
        values = digester.detector.find(text)
        assert values, text
        return [CIPHER.digest(digest_source(value.kind, value.normalised)) for value in values]

    return digests


@pytest_asyncio.fixture(params=["csv", "sqlite", "postgresql"])
async def opened(
    request: pytest.FixtureRequest, tmp_path: Path, digester: Digester
) -> AsyncIterator[Open]:
    """Opens a directory with these rows."""
    directories: list[CustomerDirectory] = []

    async def from_csv(rows: Sequence[Row]) -> CustomerDirectory:
        return CsvCustomers(_written(tmp_path / "customers.csv", rows), digester)

    async def from_table(rows: Sequence[Row]) -> CustomerDirectory:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'theirs.db'}"
        else:
            server: PostgresServer = request.getfixturevalue("postgres")
            url = server.url(request.getfixturevalue("their_database"))
        await _fill(url, rows)
        return SqlCustomers(reading_engine(make_engine(url)), digester)

    async def open_with(rows: Sequence[Row]) -> CustomerDirectory:
        made = await (from_csv(rows) if request.param == "csv" else from_table(rows))
        directories.append(made)
        return made

    yield open_with
    for directory in directories:
        await directory.close()


@pytest.fixture
def their_database(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database() as name:
        yield name


def _written(path: Path, rows: Sequence[Row]) -> Path:
    lines = [HEAD, *(",".join((*row, "x")) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def _fill(url: str, rows: Sequence[Row]) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text(
                "CREATE TABLE qingting_customers "
                "(name TEXT, phone TEXT, policy_number TEXT, complaint_vip TEXT)"
            )
        )
        insert = sa.text("INSERT INTO qingting_customers VALUES (:n, :p, :o, :v)")
        for name, phone, policy, vip in rows:
            values = {"n": name or None, "p": phone or None, "o": policy or None, "v": vip or None}
            await connection.execute(insert, values)
    await engine.dispose()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的电话13812348000", CustomerRecord(True, True, True, 2)),
        ("打 +86 138 1234 8000", CustomerRecord(True, True, True, 2)),
        ("保单号：P202312345678", CustomerRecord(True, True, True, 1)),
        ("保单号 p2023-9999-9999", CustomerRecord(False, False, True, 1)),
        ("座机021-58881234", CustomerRecord(False, True, True, 1)),
        ("88001234567890123", CustomerRecord(False, True, True, 1)),
        ("ABCD20231234567890", CustomerRecord(False, False, False, 1)),
        ("13900000000", None),
    ],
)
async def test_a_customer_is_found_by_what_they_write(
    opened: Open,
    named: Callable[[str], list[str]],
    text: str,
    expected: CustomerRecord | None,
) -> None:
    directory = await opened(ROWS)
    assert await directory.find(named(text)) == expected


async def test_a_table_may_hold_the_ids_of_a_site(tmp_path: Path, digester: Digester) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.db'}"
    engine = make_engine(url)
    columns = "name, phone, policy_number, complaint_vip, customer_id"
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"CREATE TABLE qingting_customers ({columns})"))
        row = "(NULL, NULL, NULL, 'yes', 'C-1001')"
        await connection.execute(sa.text(f"INSERT INTO qingting_customers VALUES {row}"))
    await engine.dispose()
    directory = SqlCustomers(reading_engine(make_engine(url)), digester)
    for name, found in (("C-1001", CustomerRecord(vip=True)), ("c-1001", None)):
        digest = CIPHER.digest(digest_source(PersonalKind.CUSTOMER_ID, name))
        assert await directory.find([digest]) == found
    await directory.close()


async def test_several_digests_name_one_customer_and_none_names_nobody(
    opened: Open, named: Callable[[str], list[str]]
) -> None:
    directory = await opened(ROWS)
    both = named("13812348000") + named("保单号：P202399999999")
    assert await directory.find(both) == CustomerRecord(True, True, True, 2)
    assert await directory.find([]) is None


async def test_a_file_that_changes_is_read_again_and_a_broken_one_changes_nothing(
    tmp_path: Path, digester: Digester, named: Callable[[str], list[str]]
) -> None:
    path = _written(tmp_path / "c.csv", ROWS[:1])
    directory, new = CsvCustomers(path, digester), named("021-58881234")
    assert await directory.find(new) is None
    _written(path, ROWS)
    assert await directory.find(new) == CustomerRecord(False, True, True, 1)
    path.write_text(f"{HEAD}\n王芳,13812348000,P1,maybe,x", encoding="utf-8")
    assert await directory.find(new) == CustomerRecord(False, True, True, 1)
    path.unlink()
    assert await directory.find(new) == CustomerRecord(False, True, True, 1)
    _written(path, ROWS[:1])
    assert await directory.find(new) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{HEAD}\n,13812348000,P1,,\n王芳,139,P2,maybe,", r"c\.csv, line 3, column complaint_vip"),
        (f"{HEAD}\n,call me,P1,,", r"line 2, column phone"),
        ("phone,policy_number,vip,name\n", r"line 1, column complaint_vip .*not the marketing"),
        ("phone;policy_number;complaint_vip;name\n", r"line 1, column phone is missing"),
        ("", r"line 1, column phone"),
    ],
)
def test_a_mistake_in_the_file_is_named_at_the_start_without_personal_data(
    tmp_path: Path, digester: Digester, text: str, says: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says) as caught:
        CsvCustomers(path, digester)
    assert "138" not in str(caught.value)
    assert "王芳" not in str(caught.value)


def test_a_file_that_is_missing_or_in_another_encoding_is_named(
    tmp_path: Path, digester: Digester
) -> None:
    path = tmp_path / "c.csv"
    with pytest.raises(SettingsError, match=r"c\.csv cannot be read \(No such file"):
        CsvCustomers(path, digester)
    path.write_bytes((HEAD + "\n王芳,13812348000,P1,,").encode("gb18030"))
    with pytest.raises(SettingsError, match="CSV in UTF-8"):
        CsvCustomers(path, digester)


async def test_a_table_that_is_away_is_said_and_found_once_it_is_back(
    tmp_path: Path, digester: Digester, named: Callable[[str], list[str]]
) -> None:
    url, now = f"sqlite:///{tmp_path / 'theirs.db'}", [0.0]
    directory = SqlCustomers(reading_engine(make_engine(url)), digester, lambda: now[0])
    wanted = named("13812348000")
    with pytest.raises(DirectoryUnavailable, match="qingting_customers with phone"):
        await directory.find(wanted)
    await _fill(url, ROWS)
    with pytest.raises(DirectoryUnavailable):  # not asked again with every message
        await directory.find(wanted)
    now[0] += 60
    found = await asyncio.gather(*(directory.find(wanted) for _ in range(5)))
    assert found == [CustomerRecord(True, True, True, 2)] * 5
    await directory.close()


async def test_an_unreadable_row_of_a_table_is_left_out(
    tmp_path: Path, digester: Digester, named: Callable[[str], list[str]]
) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.db'}"
    await _fill(url, [("x", "13900000000", "", "maybe"), *ROWS])
    directory = SqlCustomers(reading_engine(make_engine(url)), digester)
    assert await directory.find(named("13812348000")) == CustomerRecord(True, True, True, 2)
    assert await directory.find(named("13900000000")) is None
    await directory.close()


def test_equal_numbers_of_different_kinds_stay_apart(digester: Digester) -> None:
    digests = digester.of("13812348000", "13812348000")
    assert len(set(digests)) == len(digests) == 3
    phone = CIPHER.digest(digest_source(PersonalKind.PHONE, "+8613812348000"))
    assert digests[0] == phone
