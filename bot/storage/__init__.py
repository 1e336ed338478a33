"""The database behind one door: SQLAlchemy Core for the queries, Alembic for the migrations."""
