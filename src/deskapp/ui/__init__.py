"""The screen."""

import PySide6.QtCore  # noqa: F401  loads what the next call speaks to

from deskapp.ui.quick_imports import no_module_uses_features

no_module_uses_features()
