"""Merged duplicates and groups of cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables."""
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_merges",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("into_id", sa.Text(), nullable=False),
        sa.Column("state_before", sa.String(32), nullable=False),
        sa.Column("ended_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_merges_case_id"),
        sa.ForeignKeyConstraint(["into_id"], ["cases.id"], name="fk_case_merges_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_merges"),
    )
    op.create_index("ix_case_merges_into_id", "case_merges", ["into_id"])
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_case_merges_standing",
        "case_merges",
        ["case_id"],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )
    op.create_table(
        "case_groups",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_groups"),
    )
    op.create_table(
        "case_group_members",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_group_members_case_id"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["case_groups.id"], name="fk_case_group_members_group_id"
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_group_members"),
    )
    op.create_index("ix_case_group_members_group_id", "case_group_members", ["group_id"])


def downgrade() -> None:
    """Remove all three, after merged cases have got their former state back: an older program
    does not know theirs."""
    op.execute(
        "UPDATE cases SET state = (SELECT state_before FROM case_merges "
        "WHERE case_merges.case_id = cases.id AND undone_at IS NULL) WHERE state = 'merged'"
    )
    op.drop_table("case_group_members")
    op.drop_table("case_groups")
    op.drop_table("case_merges")
