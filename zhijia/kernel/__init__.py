"""The kernel: what every domain needs and no domain owns. Headless: no views, no templates.

Read in this order: ``orgs`` and ``people`` (who), ``access`` (who may), ``actions`` (what
changes), ``records`` (what it meant), then the helpers ``policy``, ``periods``, ``settings``,
``notices``, ``privacy``, ``documents``, ``calendar``, ``importer``, ``jobs``.
"""
