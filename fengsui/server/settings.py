"""Django settings, all from FENGSUI_… environment variables; the table of them stands in the operator guide."""

import os
from pathlib import Path

from fengsui.kernel.secrets import read_or_make
from fengsui.server.environment import boolean, choice, data_dir, database, integer, roles, words

DATA_DIR = data_dir()
SECRET_KEY = read_or_make(Path(DATA_DIR) / "secrets", "django.key", 48).hex()
DEBUG = False
ALLOWED_HOSTS = words("FENGSUI_ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = words("FENGSUI_TRUSTED_ORIGINS", [])
BEHIND_PROXY = boolean("FENGSUI_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DISTRICT_TIME_ZONE = os.environ.get("FENGSUI_TIME_ZONE", "Asia/Shanghai")
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
USE_I18N = False

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
DOMAIN_PACKAGES = [
    name
    for name in ("org", "places", "hazards", "patrol", "outreach", "figures", "portal", "demo")
    if (PACKAGE_ROOT / name / "apps.py").exists()
]
INSTALLED_APPS = [
    "fengsui.kernel.apps.KernelConfig",
    *(f"fengsui.{name}" for name in DOMAIN_PACKAGES),
    "fengsui.server.apps.ServerConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_q",
]
AUTH_USER_MODEL = "kernel.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    "fengsui.server.middleware.guard",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "fengsui.server.urls"
ASGI_APPLICATION = "fengsui.server.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {"default": database(DATA_DIR)}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_MIN_LENGTH = integer("FENGSUI_PASSWORD_MIN_LENGTH", 10, 8, 64)
PASSWORD_KEEP = 5
LOCKOUT_TRIES = integer("FENGSUI_LOCKOUT_TRIES", 5, 3, 20)
LOCKOUT_MINUTES = integer("FENGSUI_LOCKOUT_MINUTES", 15, 1, 1440)
SECOND_FACTOR_MUST = roles("FENGSUI_SECOND_FACTOR_MUST")
PRIVACY_CONTACT = os.environ.get("FENGSUI_PRIVACY_CONTACT", "").strip()[:200]
DESK_IDLE_MINUTES = integer("FENGSUI_IDLE_MINUTES", 30, 5, 480)
DESK_SESSION_HOURS = integer("FENGSUI_SESSION_HOURS", 12, 1, 72)
PHONE_OFFLINE_DAYS = integer("FENGSUI_PHONE_OFFLINE_DAYS", 7, 1, 7)

UPLOAD_MAX_BYTES = integer("FENGSUI_UPLOAD_MAX_MB", 30, 1, 500) * 1024 * 1024
TRACK_DAYS = integer("FENGSUI_TRACK_DAYS", 30, 1, 30)
CLIP_MAX_BYTES = integer("FENGSUI_CLIP_MAX_MB", 200, 1, 2048) * 1024 * 1024
RESCUE_MAX_BYTES = integer("FENGSUI_RESCUE_MAX_MB", 2048, 1, 16384) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(Path(DATA_DIR) / "incoming")
MEDIA_ROOT = str(Path(DATA_DIR) / "files")
FONT_DIR = os.environ.get("FENGSUI_FONT_DIR", "")
FORCE_CJK_FONT = ""

WEB_ROOT = Path(__file__).resolve().parent / "web"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False

CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
COOKIES_SECURE = choice("FENGSUI_SECURE_COOKIES", "auto", ["auto", "always", "never"])
CSRF_COOKIE_SECURE = COOKIES_SECURE == "always"
CSRF_FAILURE_VIEW = "fengsui.server.views.csrf_failure"

Q_CLUSTER = {
    "name": "fengsui",
    "orm": "default",
    "workers": integer("FENGSUI_WORKERS", 1, 1, 16),
    "timeout": 1800,
    "retry": 2100,
    "max_attempts": 3,
    "poll": 1,
    "save_limit": 500,
    "catch_up": False,
    "ack_failures": True,
    "label": "fengsui",
}
LOG_LEVEL = choice("FENGSUI_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W004", "security.W008"]
