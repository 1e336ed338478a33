"""The tables as the newest migration leaves them; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

turns = Table(
    "turns",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel_id", BigInteger, nullable=False),
    # The id of the message that asked: Discord's ids grow with time, so it orders the
    # exchanges of a channel, and keeps an answer behind its question.
    Column("exchange_id", BigInteger, nullable=False),
    Column("role", String(16), nullable=False),
    Column("server_id", BigInteger),
    Column("speaker_id", BigInteger),
    Column("speaker", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("message_ids", Text, nullable=False),  # JSON; a question has one, an answer several
    Column("model", String(200)),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    Column("at", Float, nullable=False),  # seconds since the epoch
    UniqueConstraint("channel_id", "exchange_id", "role", name="uq_turns_exchange"),
    Index("ix_turns_server", "server_id"),
)
