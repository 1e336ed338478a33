"""The batches that have not ended, and their questions."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "batches",
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("tenant", BigInteger, nullable=False),
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
        UniqueConstraint("tenant", name="uq_batches_tenant"),
    )
    op.create_table(
        "batch_rows",
        Column("batch_id", BigInteger, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("question", Text, nullable=False),
        Column("state", String(16)),
        Column("answer", Text),
        Column("why", Text),
        Column("model", Text),
        Column("prompt_tokens", BigInteger),
        Column("cached_tokens", BigInteger),
        Column("completion_tokens", BigInteger),
        Column("cost", BigInteger),
        ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name="fk_batch_rows_batch", ondelete="CASCADE"
        ),
    )
