from . import letters, receptions, suggestions, surveys  # noqa: F401  each registers its own
