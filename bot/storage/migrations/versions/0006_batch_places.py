"""The channels that batches count for, where those are in a thread."""

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("batches", Column("place_id", BigInteger))
