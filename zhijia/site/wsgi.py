import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
application = get_wsgi_application()

if os.environ.get("ZHIJIA_WORK", "1") == "1":
    from zhijia.site.worker import start_thread

    start_thread()
