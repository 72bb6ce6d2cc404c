"""The pages of being heard."""

from .. import forms  # noqa: F401  each verb's form registers itself
from . import home, letters, receptions, slot, suggestions, surveys

urlpatterns = [
    *home.urlpatterns, *letters.urlpatterns, *slot.urlpatterns, *surveys.urlpatterns,
    *receptions.urlpatterns,
]  # fmt: skip
__all__ = ["receptions", "suggestions"]
