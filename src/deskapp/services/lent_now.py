"""Which loans are out, for lists that ask no more of them."""

from deskapp.store import schema

OUT = (schema.loan.c.back_at.is_(None), schema.loan.c.binned_at.is_(None))
