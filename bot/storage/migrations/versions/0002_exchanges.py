"""A question and its answer in one row, and all that is kept beside them."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, String, Text

revision = "0002"
down_revision = "0001"

_BATCH = 1000


def upgrade() -> None:
    """Create the tables, and carry the turns over."""
    _create_exchanges()
    _create_derived()
    _create_usage()
    _carry_over()
    op.drop_table("turns")


def _create_exchanges() -> None:
    op.create_table(
        "exchanges",
        Column("channel_id", BigInteger, primary_key=True),
        Column("exchange_id", BigInteger, primary_key=True),
        Column("server_id", BigInteger),
        Column("speaker_id", BigInteger, nullable=False),
        Column("speaker", String(100), nullable=False),
        Column("question", Text, nullable=False),
        Column("asked_at", Float, nullable=False),
        Column("replies_to", BigInteger),
        Column("state", String(16)),
        Column("answer", Text),
        Column("message_ids", Text),
        Column("model", String(200)),
        Column("answered_at", Float),
        Column("prompt_tokens", Integer),
        Column("completion_tokens", Integer),
        Column("cached_tokens", Integer),
        Column("owner", String(64)),
        Column("touched", Float),
        Column("revision", BigInteger, nullable=False),
    )
    op.create_index(
        "ix_exchanges_speaker", "exchanges", ["channel_id", "speaker_id", "exchange_id"]
    )
    op.create_index("ix_exchanges_server", "exchanges", ["server_id", "speaker_id"])
    op.create_index("ix_exchanges_asked", "exchanges", ["asked_at"])
    is_open = sa.text("touched IS NOT NULL")
    op.create_index(
        "ix_exchanges_open",
        "exchanges",
        ["touched"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "messages",
        Column("channel_id", BigInteger, primary_key=True),
        Column("message_id", BigInteger, primary_key=True),
        Column("exchange_id", BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id", "exchange_id"],
            ["exchanges.channel_id", "exchanges.exchange_id"],
            name="fk_messages_exchange",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_messages_exchange", "messages", ["channel_id", "exchange_id"])


def _create_derived() -> None:
    op.create_table(
        "channels",
        Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
        Column("revision", BigInteger, nullable=False),
        Column("invalid", BigInteger, nullable=False),
    )
    op.create_table(
        "summaries",
        Column("channel_id", BigInteger, primary_key=True),
        Column("speaker_id", BigInteger, primary_key=True),
        Column("until_exchange", BigInteger, nullable=False),
        Column("text", Text, nullable=False),
        Column("tokens", Integer, nullable=False),
        Column("at", Float, nullable=False),
    )
    op.create_table(
        "left_servers",
        Column("server_id", BigInteger, primary_key=True, autoincrement=False),
        Column("left_at", Float, nullable=False),
    )


def _create_usage() -> None:
    op.create_table(
        "usage",
        Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("at", Float, nullable=False),
        Column("day", Integer, nullable=False),
        Column("server_id", BigInteger),
        Column("channel_id", BigInteger, nullable=False),
        Column("person_id", BigInteger, nullable=False),
        Column("exchange_id", BigInteger, nullable=False),
        Column("purpose", String(32), nullable=False),
        Column("model", String(200), nullable=False),
        Column("prompt_tokens", BigInteger, nullable=False),
        Column("cached_tokens", BigInteger, nullable=False),
        Column("reasoning_tokens", BigInteger, nullable=False),
        Column("completion_tokens", BigInteger, nullable=False),
        Column("estimated", Boolean, nullable=False),
        Column("first_text", Float),
        Column("seconds", Float, nullable=False),
        Column("cost", BigInteger),
        Column("outcome", String(16), nullable=False),
    )
    op.create_index("ix_usage_at", "usage", ["at"])
    op.create_index("ix_usage_server", "usage", ["server_id", "at"])
    op.create_index("ix_usage_channel", "usage", ["channel_id", "at"])
    op.create_index("ix_usage_person", "usage", ["person_id", "at"])


def _carry_over() -> None:
    # An answer without its question is what `/forget` left behind while it was being written.
    op.execute(
        """
        INSERT INTO exchanges (
            channel_id, exchange_id, server_id, speaker_id, speaker, question, asked_at, state,
            answer, message_ids, model, answered_at, prompt_tokens, completion_tokens, revision
        )
        SELECT
            q.channel_id, q.exchange_id, q.server_id, coalesce(q.speaker_id, 0), q.speaker, q.text,
            q.at, a.state, a.text, a.message_ids, a.model, a.at, a.prompt_tokens,
            a.completion_tokens, 0
        FROM turns AS q
        LEFT JOIN turns AS a
            ON a.channel_id = q.channel_id AND a.exchange_id = q.exchange_id
            AND a.role = 'assistant'
        WHERE q.role = 'user'
        """
    )
    op.execute(
        """
        INSERT INTO messages (channel_id, message_id, exchange_id)
        SELECT channel_id, exchange_id, exchange_id FROM exchanges
        """
    )
    insert = sa.text(
        """
        INSERT INTO messages (channel_id, message_id, exchange_id)
        VALUES (:channel_id, :message_id, :exchange_id) ON CONFLICT DO NOTHING
        """
    )
    for parts in _parts():
        op.get_bind().execute(insert, parts)


def _parts() -> Iterator[list[dict[str, int]]]:
    """Give the messages of the answers, some exchanges' at a time."""
    query = sa.text(
        """
        SELECT channel_id, exchange_id, message_ids FROM exchanges
        WHERE message_ids IS NOT NULL AND message_ids != '[]'
        """
    )
    rows = op.get_bind().execute(query).all()
    for start in range(0, len(rows), _BATCH):
        yield [
            {"channel_id": channel, "message_id": message, "exchange_id": exchange}
            for channel, exchange, ids in rows[start : start + _BATCH]
            for message in json.loads(ids)
        ]
