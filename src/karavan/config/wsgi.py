"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karavan.config.settings")

from karavan.config import guard
from karavan.kernel import memory

guard.refuse_unsafe_start()
memory.limit_arenas()
application = get_wsgi_application()
