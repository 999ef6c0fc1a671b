"""The ASGI application that uvicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fengsui.server.settings")

from django.core.asgi import get_asgi_application

from fengsui.server.warming import warm_up

application = get_asgi_application()
warm_up()
