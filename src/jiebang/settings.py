"""Settings: everything an operator sets comes from the environment."""

from __future__ import annotations

import os
import sys
import urllib.parse
from pathlib import Path

import pysqlite3

from jiebang.rulebook.roles import STAFF, Role

# Debian's SQLite is in the range of the WAL-reset corruption fault: use the bundled one.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


ROOT = Path(os.environ.get("JIEBANG_ROOT", Path.cwd()))
JIEBANG_VAR = Path(os.environ.get("JIEBANG_VAR", ROOT / "var"))
JIEBANG_FILES = Path(os.environ.get("JIEBANG_FILES", JIEBANG_VAR / "files"))
JIEBANG_CLAMD = os.environ.get("JIEBANG_CLAMD", "")
JIEBANG_DEMO = flag("JIEBANG_DEMO")
JIEBANG_ORIGIN = os.environ.get("JIEBANG_ORIGIN", "jiebang.local/log")
JIEBANG_CITY = os.environ.get("JIEBANG_CITY", "370100")
JIEBANG_URL = os.environ.get("JIEBANG_URL", "http://127.0.0.1:8000")
JIEBANG_SITE = {
    "name": os.environ.get("JIEBANG_SITE_NAME", "揭榜挂帅"),
    "short_name": os.environ.get("JIEBANG_SITE_SHORT_NAME", "揭榜"),
    "bureau": os.environ.get("JIEBANG_BUREAU", "济南市科学技术局"),
    "hue": os.environ.get("JIEBANG_HUE", "spring"),
    "help_phone": os.environ.get("JIEBANG_PHONE", "0531-00000000"),
    "record_number": os.environ.get("JIEBANG_RECORD", ""),
}
# Whoever holds one of these posts signs in with two factors; "none" where nobody has to.
JIEBANG_SECOND_FACTOR = tuple(
    role.strip()
    for role in os.environ.get(
        "JIEBANG_SECOND_FACTOR", "none" if JIEBANG_DEMO else ",".join(sorted({Role.EXPERT, *STAFF}))
    ).split(",")
    if role.strip() not in ("", "none")
)
JIEBANG_UPLOAD_BYTES = int(os.environ.get("JIEBANG_UPLOAD_BYTES", 50 * 1024 * 1024))

SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = flag("DEBUG")
if not SECRET_KEY:
    key = JIEBANG_VAR / "secret.key"
    if not key.exists():
        key.parent.mkdir(parents=True, exist_ok=True)
        key.touch(mode=0o600)
        key.write_text(os.urandom(32).hex(), encoding="ascii")
    SECRET_KEY = key.read_text(encoding="ascii")

# What lies sealed in the database must outlive a change of SECRET_KEY: give it a key of its own.
JIEBANG_SEAL_KEY = os.environ.get("JIEBANG_SEAL_KEY", SECRET_KEY)

ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "jiebang.web",  # before allauth, whose pages wear our frame
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "template_partials",
    "django_htmx",
    "django_q",
    "jiebang.platform.accounts",
    "jiebang.platform.audit",
    "jiebang.platform.notices",
    "jiebang.platform.files",
    "jiebang.registry",
    "jiebang.programme",
    "jiebang.review",
    "jiebang.delivery",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiebang.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "jiebang.web.middleware.PageMiddleware",
    "jiebang.web.second_factor.SecondFactorMiddleware",
]
ROOT_URLCONF = "jiebang.urls"
WSGI_APPLICATION = "jiebang.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jiebang.web.context.site",
                "jiebang.web.display.context",
            ],
            "builtins": ["jiebang.web.templatetags.jiebang"],
        },
    }
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]  # fmt: skip
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("JIEBANG_EMAIL_VERIFICATION", "optional")
ACCOUNT_ADAPTER = "jiebang.web.accounts.Adapter"
MFA_ADAPTER = "jiebang.web.second_factor.SecondFactors"
ACCOUNT_SIGNUP_FORM_CLASS = "jiebang.web.accounts.SignupForm"
ACCOUNT_RATE_LIMITS = False  # axes keeps the count in the database, for all processes
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

SESSION_ENGINE = "jiebang.platform.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if flag("JIEBANG_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/static/"
STATIC_ROOT = JIEBANG_VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86400
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = JIEBANG_VAR / "mail"
if os.environ.get("EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["EMAIL_HOST"]
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = not flag("EMAIL_PLAIN")
if flag("JIEBANG_PREPARING"):  # a rehearsed past: its mail goes nowhere
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Text messages: a provider of platform.notices.texting and what it needs; empty when there is none.
JIEBANG_TEXTING: dict[str, str] = {}
if os.environ.get("JIEBANG_TEXTING_URL"):
    JIEBANG_TEXTING = {
        "provider": "webhook",
        "url": os.environ["JIEBANG_TEXTING_URL"],
        "secret": os.environ.get("JIEBANG_TEXTING_SECRET", ""),
    }
elif JIEBANG_DEMO and not flag("JIEBANG_PREPARING"):
    JIEBANG_TEXTING = {"provider": "spool", "file": str(JIEBANG_VAR / "texts.jsonl")}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "noreply@jiebang.local")

_url = urllib.parse.urlsplit(
    os.environ.get("DATABASE_URL", f"sqlite:///{JIEBANG_VAR}/jiebang.sqlite3")
)
if _url.scheme == "sqlite":
    Path(_url.path).parent.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _url.path,
            "CONN_MAX_AGE": 600,  # opening costs more than most pages ask
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Never mapped (mmap_size): a torn page or a full disk would then be a crash of the
                # process instead of an error, and stray writes would reach the file.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous="
                + ("OFF;" if flag("JIEBANG_PREPARING") else "FULL;"),
            },
            "TEST": {
                "NAME": os.environ.get(
                    "JIEBANG_TEST_DB", str(JIEBANG_VAR / f"test-{os.getpid()}.sqlite3")
                )
            },
        }
    }
else:
    _query = dict(urllib.parse.parse_qsl(_url.query))
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path[1:],
            "USER": urllib.parse.unquote(_url.username or ""),
            "PASSWORD": urllib.parse.unquote(_url.password or ""),
            "HOST": _query.get("host", _url.hostname or ""),
            "PORT": str(_url.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
        }
    }

Q_CLUSTER = {
    "name": "jiebang",
    "orm": "default",
    "workers": 1,
    "timeout": 120,
    "retry": 180,
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
    "ack_failures": True,
    "save_limit": 500,
    "sync": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
