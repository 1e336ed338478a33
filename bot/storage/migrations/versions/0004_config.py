"""What servers and people have set, who changed it, and what was said of quotas."""

from alembic import op
from sqlalchemy import BigInteger, Column, Float, String, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "config_versions",
        Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
        Column("version", BigInteger, nullable=False),
    )
    op.create_table(
        "config_values",
        Column("owner_id", BigInteger, primary_key=True),
        Column("layer", String(16), primary_key=True),
        Column("scope_id", BigInteger, primary_key=True),
        Column("key", String(100), primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.create_table(
        "config_changes",
        Column("owner_id", BigInteger, primary_key=True),
        Column("number", BigInteger, primary_key=True),
        Column("layer", String(16), primary_key=True),
        Column("scope_id", BigInteger, primary_key=True),
        Column("key", String(100), primary_key=True),
        Column("before", Text),
        Column("after", Text),
        Column("author_id", BigInteger, nullable=False),
        Column("at", Float, nullable=False),
        Column("undoes", BigInteger),
    )
    op.create_table(
        "quota_notices",
        Column("owner_id", BigInteger, primary_key=True),
        Column("name", String(100), primary_key=True),
        Column("until", Float, nullable=False),
    )
