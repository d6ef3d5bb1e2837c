"""All settings, in one file, for four environments; docs/ and deploy/ explain every variable.

NEWSPORTAL_ENV is ``production`` (when unset: an installation that forgot it is strict), ``demo`` (production's ways on
one machine, no variable needed), ``development`` (what manage.py chooses) or ``test``.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from desk import directions
from newsportal import csp, env

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.choice("NEWSPORTAL_ENV", "production", ("production", "demo", "development", "test"))
PRODUCTION = ENVIRONMENT == "production"
DEVELOPMENT = ENVIRONMENT == "development"
TEST = ENVIRONMENT == "test"

# Everything a running site writes: database file, uploads, collected static files, the generated secret.
VAR_DIR = Path(env.text("NEWSPORTAL_VAR", str(BASE_DIR / "var"))).absolute()

# --- Who we are -------------------------------------------------------------------------------------------------------

DEBUG = env.boolean("DEBUG", DEVELOPMENT) and (PRODUCTION or DEVELOPMENT)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", () if PRODUCTION else ("127.0.0.1", "localhost", "[::1]"))
DATABASE_URL = env.secret("DATABASE_URL")

# Canonical addresses come from here and never from the Host header, which the sender of a request chooses.
SITE_URL = env.text("SITE_URL", "")
if not SITE_URL and not PRODUCTION:
    SITE_URL = "https://news.example" if TEST else f"http://127.0.0.1:{env.integer('PORT', 8000, at_least=1)}"

SECRET_KEY = env.secret("SECRET_KEY", "only for tests " * 4 if TEST else "")
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = env.kept_secret(VAR_DIR / "secret-key")

if PRODUCTION:
    refusals = {
        "SECRET_KEY: set at least 50 random characters (SECRET_KEY, or a file named by SECRET_KEY_FILE).": (
            len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-")
        ),
        "ALLOWED_HOSTS: list the site's host names, separated by commas; * is not accepted.": (
            not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS)
        ),
        "DEBUG: remove it; a public site must not show its insides.": DEBUG,
        "DATABASE_URL: set the database, like postgres://user:password@host/name.": not DATABASE_URL,
        "SITE_URL: set the public address, like https://www.example.com.": not SITE_URL.startswith("https://"),
    }
    if any(refusals.values()):
        raise ImproperlyConfigured(
            "\n".join(
                ["The site does not start in production until these variables are right:"]
                + [f"  {advice}" for advice, refused in refusals.items() if refused]
                + ["To try the site on this machine instead, set NEWSPORTAL_ENV=demo."]
            )
        )
SITE_URL = env.origin("SITE_URL", SITE_URL)

# --- Parts ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "desk.newsroom.NewsroomConfig",  # the admin, with a site of our own
    "django.forms",  # its widgets' templates, for the renderer below
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "taggit",
    "django_prose_editor",  # for its files; the editor built on them is static/js/editor.js
    "arabic",
    "desk",
    "pagecache",
    "accounts",
    "images",
    "articles",
    "newsportal",
]

# Readers get no cookie and no header that would split the pages kept for them: nothing here may touch the session or
# the user of a request outside the newsroom.
MIDDLEWARE = [
    "newsportal.csp.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsportal.health.ProbeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "newsportal.language.LanguageMiddleware",
    "newsportal.zone.ZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.gate.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
# First words of addresses that readers' pages, files and probes have.
TAKEN = ("ar", "en", "static", "media", "healthz", "tag", "author", "page", "archive", "feed", "search", "preview")
TAKEN += ("corrections",)
WSGI_APPLICATION = "newsportal.wsgi.application"
APPEND_SLASH = False  # the site's addresses find their one spelling themselves, in one hop

ADMIN_PATH = env.path_word("ADMIN_PATH", "admin", taken=TAKEN) + "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "newsportal.csp.nonce",
                "articles.reader.chrome.chrome",
            ],
        },
    },
]

# Widgets of our own have their templates beside all others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------------------------------------------

# Statements a SQLite connection begins with: readers do not wait for a writer, and a little memory goes a long way.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",  # kibibytes
    "PRAGMA mmap_size=134217728",  # bytes
)


def _database(url):
    env.scheme("DATABASE_URL", url, ("postgres", "postgresql", "sqlite"))
    config = dj_database_url.parse(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            # A transaction takes the right to write when it begins, so that none fails half-way for the lack of it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": ";".join(SQLITE_PRAGMAS),
        }
        # A file, because connections of several threads to a database in memory lock each other out.
        config["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    elif config["ENGINE"].endswith("postgresql"):
        from pagecache.postgresql import Connection

        # One for each thread of the web process, one for its news, one for its clock and one for its purges; a server
        # under test takes a thread per request.
        connections = 20 if TEST else env.integer("GUNICORN_THREADS", 1, at_least=1) + 3
        config["CONN_MAX_AGE"] = 0  # the pool keeps the connections
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {
            "pool": {"min_size": 1, "max_size": connections, "timeout": 0.8, "connection_class": Connection},  # seconds
            # Whoever waits for a server whose cable was cut is told after twenty seconds.
            "connect_timeout": 3,  # seconds
            "keepalives_idle": 5,  # seconds
            "keepalives_interval": 5,  # seconds
            "tcp_user_timeout": 20_000,  # milliseconds
            "application_name": "newsportal",
            "options": (
                "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s"
                # The server ends what nobody waits for any longer.
                " -c client_connection_check_interval=5s"
            ),
        } | config.get("OPTIONS", {})
    return config


DATABASES = {"default": _database(DATABASE_URL or "sqlite:///")}
if not DATABASE_URL:  # not in the address: a folder's name may hold what means something there
    DATABASES["default"]["NAME"] = str(VAR_DIR / "newsportal.sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _cache(url):
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    env.scheme("CACHE_URL", url, ("redis", "rediss", "unix"))
    # Seconds. A cache that does not answer at once is worth less than none; a busy machine of tests may take its time.
    patience = 5 if TEST else 0.25
    options = {"socket_timeout": patience}
    if not url.startswith("unix:"):
        options["socket_connect_timeout"] = patience
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": options}


CACHES = {"default": _cache(env.secret("CACHE_URL"))}

# Kept pages: in every process up to so many bytes, and beyond in Redis or Valkey, or else in a file of that size.
PAGECACHE = env.boolean("PAGECACHE", not DEBUG)
PAGECACHE_URL = env.secret("CACHE_URL")
PAGECACHE_MEMORY = env.integer("PAGECACHE_MEMORY_MIB", 32, at_least=1) * 1024 * 1024
PURGE_URL = env.text("PURGE_URL")  # of a cache in front that wants to be told what changed
PAGECACHE_FILE = env.integer("PAGECACHE_FILE_MIB", 512, at_least=1) * 1024 * 1024

# --- Accounts and cookies ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses who tried too often, before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A code beside the password: off, offered to those who want one, or required of everybody.
SECOND_FACTOR = env.choice("SECOND_FACTOR", "required" if PRODUCTION else "offered", ("off", "offered", "required"))
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname  # how the app on the telephone calls us

# Tries are counted for a name from an address, so that a stranger elsewhere cannot lock anybody out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "accounts.throttle.Handler"
AXES_CLIENT_IP_CALLABLE = "accounts.visitors.counted"
AXES_CLIENT_STR_CALLABLE = "accounts.throttle.client"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "code"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60  # seconds; a session nobody uses ends sooner: accounts.sessions.IDLE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # Browsers take a cookie of this prefix only over TLS and only from this very host.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_FAILURE_VIEW = "newsportal.errors.csrf_failure"

# --- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]  # each in its own language
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("ar", "en")}
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = directions.name_in
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Riyadh")
USE_THOUSAND_SEPARATOR = False
TAGGIT_CASE_INSENSITIVE = True

# --- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("guide", BASE_DIR / "docs" / "guide" / "pictures")]
MEDIA_URL = env.text("MEDIA_URL", "/media/")
MEDIA_ROOT = VAR_DIR / "media"
SERVE_MEDIA = not PRODUCTION and MEDIA_URL == "/media/"
_hashed = PRODUCTION or ENVIRONMENT == "demo"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _hashed
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = not _hashed  # otherwise files are looked for once, at start

FILE_UPLOAD_PERMISSIONS = 0o644  # the web server in front reads them under another account
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files: a long article in two languages
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "images.uploads.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Safety -----------------------------------------------------------------------------------------------------------

_media_hosts = [env.origin("MEDIA_URL", "/".join(MEDIA_URL.split("/")[:3]))] if "://" in MEDIA_URL else []
_theme = BASE_DIR / "templates" / "components" / "theme.html"
SECURE_CSP = csp.public_policy(scripts=[csp.script_hash(_theme)] if _theme.exists() else [], images=_media_hosts)
SECURE_CSP_ADMIN = csp.admin_policy(images=_media_hosts)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"  # for browsers that do not read frame-ancestors

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # probes come from beside the process, without TLS
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", False)
# Entering the browsers' built-in list binds a whole domain for years: the owner decides, not a default.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Only behind a proxy that sets these headers itself on every request: from anywhere else a visitor could claim TLS, and
# another's address.
BEHIND_PROXY = env.boolean("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail and log -----------------------------------------------------------------------------------------------------

globals().update(env.email(env.secret("EMAIL_URL", "smtp://localhost" if PRODUCTION else "console://")))
if TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("FROM_EMAIL", "newsroom@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsportal.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "filters": {"seldom": {"()": "newsportal.logs.Seldom"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # to the root alone, without mail to ADMINS
        # A visitor's 404 and a scanner's wrong host are no events.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "psycopg.pool": {"filters": ["seldom"]},
    },
}
