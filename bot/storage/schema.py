"""The tables as the newest migration leaves them; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# A question and its answer are one row: neither can be stored, or stay, without the other.
exchanges = Table(
    "exchanges",
    metadata,
    Column("channel_id", BigInteger, primary_key=True),
    # The id of the message that asked: Discord's ids grow with time, so it orders the
    # exchanges of a channel, and a repeated event cannot be stored twice.
    Column("exchange_id", BigInteger, primary_key=True),
    Column("server_id", BigInteger),
    Column("speaker_id", BigInteger, nullable=False),
    Column("speaker", String(100), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_at", Float, nullable=False),  # this and all times: seconds since the epoch
    Column("replies_to", BigInteger),
    Column("state", String(16)),  # of the answer; NULL: there is none
    Column("answer", Text),
    Column("message_ids", Text),  # of the answer, JSON, in reading order
    Column("model", String(200)),
    Column("answered_at", Float),
    Column("prompt_tokens", Integer),
    Column("completion_tokens", Integer),
    Column("cached_tokens", Integer),
    # Only while the answer is being written: by which process, and when it last said so.
    Column("owner", String(64)),
    Column("touched", Float),
    Column("revision", BigInteger, nullable=False),  # the channel's, as of its answer
    Index("ix_exchanges_speaker", "channel_id", "speaker_id", "exchange_id"),
    Index("ix_exchanges_server", "server_id", "speaker_id"),
    Index("ix_exchanges_asked", "asked_at"),
)
_OPEN = exchanges.c.touched.is_not(None)
Index("ix_exchanges_open", exchanges.c.touched, sqlite_where=_OPEN, postgresql_where=_OPEN)

# Which exchange a message belongs to: as its question, or as a part of its answer.
messages = Table(
    "messages",
    metadata,
    Column("channel_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("exchange_id", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["channel_id", "exchange_id"],
        ["exchanges.channel_id", "exchanges.exchange_id"],
        name="fk_messages_exchange",
        ondelete="CASCADE",
    ),
    Index("ix_messages_exchange", "channel_id", "exchange_id"),
)

# The revision grows with every answer, change and removal; what was summarised before *invalid*
# is out of date: that is the revision of the last change or removal.
# On PostgreSQL this row is also the lock between whoever removes and whoever summarises.
channels = Table(
    "channels",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("invalid", BigInteger, nullable=False),
)

summaries = Table(
    "summaries",
    metadata,
    Column("channel_id", BigInteger, primary_key=True),
    Column("speaker_id", BigInteger, primary_key=True),  # 0: the memory that a channel shares
    Column("until_exchange", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

left_servers = Table(
    "left_servers",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("left_at", Float, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Float, nullable=False),
    Column("day", Integer, nullable=False),  # days since the epoch, UTC
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
    Column("first_text", Float),  # seconds
    Column("seconds", Float, nullable=False),
    Column("cost", BigInteger),  # nano-dollars; NULL: no known price
    Column("outcome", String(16), nullable=False),
    Index("ix_usage_at", "at"),
    Index("ix_usage_server", "server_id", "at"),
    Index("ix_usage_channel", "channel_id", "at"),
    Index("ix_usage_person", "person_id", "at"),
)

# Batches that have not ended: by which process one runs, and when that last said so.
batches = Table(
    "batches",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("tenant", BigInteger, nullable=False),  # the server, or the person: one batch each
    Column("channel_id", BigInteger, nullable=False),
    Column("server_id", BigInteger),
    Column("person_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("instructions", Text, nullable=False),
    Column("message_id", BigInteger),
    Column("stopped", Boolean, nullable=False),
    Column("language", String(8), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("alive", Float, nullable=False),
    Column("place_id", BigInteger),
    UniqueConstraint("tenant", name="uq_batches_tenant"),
)

batch_rows = Table(
    "batch_rows",
    metadata,
    Column("batch_id", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("state", String(16)),  # NULL: not asked, or asked and not answered
    Column("answer", Text),
    Column("why", Text),
    Column("model", Text),
    Column("prompt_tokens", BigInteger),
    Column("cached_tokens", BigInteger),
    Column("completion_tokens", BigInteger),
    Column("cost", BigInteger),  # nano-dollars; NULL: no known price
    ForeignKeyConstraint(
        ["batch_id"], ["batches.id"], name="fk_batch_rows_batch", ondelete="CASCADE"
    ),
)

# The row of an owner (a server, or a person) is also the lock between those who change settings.
config_versions = Table(
    "config_versions",
    metadata,
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),  # the number of the last change
)

config_values = Table(
    "config_values",
    metadata,
    Column("owner_id", BigInteger, primary_key=True),
    Column("layer", String(16), primary_key=True),
    Column("scope_id", BigInteger, primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

config_changes = Table(
    "config_changes",
    metadata,
    Column("owner_id", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),  # what was changed together shares it
    Column("layer", String(16), primary_key=True),
    Column("scope_id", BigInteger, primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("before", Text),  # JSON; NULL: not set
    Column("after", Text),
    Column("author_id", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
    Column("undoes", BigInteger),
)

# Keys that servers have for the language model, sealed (bot/storage/sealing.py).
server_keys = Table(
    "server_keys",
    metadata,
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
)

# What admins have been told of quotas, and need not be told again.
quota_notices = Table(
    "quota_notices",
    metadata,
    Column("owner_id", BigInteger, primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("until", Float, nullable=False),
)
