"""The keys that servers have for the language model, sealed."""

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "server_keys",
        Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
        Column("sealed", Text, nullable=False),
        Column("author_id", BigInteger, nullable=False),
        Column("at", Float, nullable=False),
    )
