from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.core.checkup.findings import Failed
from bot.core.checkup.services import Database, Keys
from bot.storage.config import SqlConfig
from bot.storage.opening import open_database
from bot.storage.probing import probe_database
from bot.storage.sealing import FernetSafe

SOON = 10.0


async def probed(url: str, *secrets: str) -> Database:
    found = await probe_database(url, SOON, secrets)
    assert isinstance(found, Database), found
    return found


async def test_a_migrated_database_is_told_and_nothing_is_kept_in_it(url: str) -> None:
    async with open_database(url) as engine:
        found = await probed(url)
        async with engine.begin() as connection:
            assert (await connection.execute(text("SELECT COUNT(*) FROM channels"))).scalar() == 0
    assert found.exists
    assert found.pending == 0


async def test_keys_of_servers_are_counted_by_the_secret_that_opens_them(url: str) -> None:
    old, new, lost = (Fernet.generate_key().decode() for _ in range(3))
    async with open_database(url) as engine:
        for owner, secret in enumerate((new, old, old, lost, lost, lost)):
            sealed = FernetSafe([secret]).seal("sk-marker")
            await SqlConfig(engine).put_key(owner, sealed, 5, 1.0)
        assert (await probed(url, new, old)).keys == Keys(newest=1, older=2, lost=3)
        assert (await probed(url)).keys == Keys(lost=6)


async def test_an_older_database_is_not_migrated_and_its_migrations_are_counted(url: str) -> None:
    async with open_database(url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert (await probed(url)).pending == (await probed(url)).pending > 0


async def test_an_empty_database_is_left_empty(postgres_url: str) -> None:
    assert (await probed(postgres_url)).pending == (await probed(postgres_url)).pending > 0


async def test_a_database_of_a_newer_version_fails(url: str) -> None:
    async with open_database(url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    found = await probe_database(url, SOON)
    assert isinstance(found, Failed)
    assert "newer version" in found.reason


async def test_a_file_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    found = await probed(f"sqlite:///{tmp_path}/new/folder/t.db")
    assert not found.exists
    assert list(tmp_path.iterdir()) == []


async def test_a_disk_that_takes_no_file_is_told() -> None:
    found = await probe_database("sqlite:////proc/nothing/t.db", SOON)
    assert isinstance(found, Failed)
    assert "/proc" in found.reason


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.db").write_text("This is no database, but it is long enough." * 50)
    assert await probe_database(f"sqlite:///{tmp_path}/t.db", SOON) == Failed(
        "file is not a database"
    )


async def test_a_password_is_never_told(postgres_url: str) -> None:
    host = postgres_url.partition("host=")[2]
    url = f"postgresql://postgres:geheim@/missing?host={host}"
    found = await probe_database(url, SOON)
    assert isinstance(found, Failed)
    assert "geheim" not in found.reason


@pytest.mark.parametrize(
    "address",
    ["postgresql://a:geheim@127.0.0.1:9/b", "postgresql://a:geheim@127.0.0.1:9,[::1]:9/b"],
)
async def test_a_server_that_is_not_there_is_told(address: str) -> None:
    found = await probe_database(address, SOON)
    assert isinstance(found, Failed)
    assert "geheim" not in found.reason
