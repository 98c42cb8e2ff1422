"""What the desk does; one method is one transaction."""

import deskapp.store  # noqa: F401  prepares for SQLAlchemy, which every service loads
