"""What every action, page, kind and document of the house keeps to, asked over the registries.

No domain is named here: a new one is covered by existing, as soon as the demo school lives it.
"""
