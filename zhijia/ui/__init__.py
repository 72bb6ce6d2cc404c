"""Pages, parts, css and js. Knows the kernel, knows no domain.

A domain declares its plain pages (``ListPage``, ``DetailPage``) and forms in ``pages.py`` and
``forms.py``; one view serves every verb of every domain at ``/<app>/<model>/<pk>/<verb>/``.
"""
