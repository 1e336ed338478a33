"""The turns of every channel."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the table of turns."""
    op.create_table(
        "turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("exchange_id", sa.BigInteger, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("server_id", sa.BigInteger),
        sa.Column("speaker_id", sa.BigInteger),
        sa.Column("speaker", sa.String(100), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("message_ids", sa.Text, nullable=False),
        sa.Column("model", sa.String(200)),
        sa.Column("prompt_tokens", sa.Integer),
        sa.Column("completion_tokens", sa.Integer),
        sa.Column("at", sa.Float, nullable=False),
        sa.UniqueConstraint("channel_id", "exchange_id", "role", name="uq_turns_exchange"),
    )
    op.create_index("ix_turns_server", "turns", ["server_id"])
