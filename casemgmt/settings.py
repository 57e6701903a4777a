"""Settings, read top to bottom. What varies comes from the environment; `.env.example` explains each variable."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF

from casemgmt.environment import database, env, mail, migrating, secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

# --- Secrets, hosts, transport -------------------------------------------------------------------------------------
SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = secret("SECRET_KEY_FALLBACKS", "").split()  # earlier keys, while what they signed still holds
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SECURE = env.bool("SECURE", default=True)  # run.py serves plain HTTP on loopback and sets this to false
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
PROXY_COUNT = env.int("PROXY_COUNT", default=0)  # proxies of ours in front; audit.whence reads addresses past them
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if SECURE else "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}

# --- Packages, bottom up (design order) -----------------------------------------------------------------------------
OUR_PACKAGES = [
    "audit",
    "ui",
    "files",
    "accounts",
    "reminders",
    "clients",
    "records",
    "assessments",
    "careplans",
    "providers",
    "reviews",
    "reports",
    "practice",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    *OUR_PACKAGES,
    "casemgmt",
]
MIDDLEWARE = [
    "ui.middleware.RequestId",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.middleware.PrivatePages",
    "ui.middleware.OurMethods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "files.middleware.Uploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "ui.middleware.SignedInOrKept",
    "accounts.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "audit.middleware.Whence",
    "axes.middleware.AxesMiddleware",
    "clients.middleware.MergedFiles",
]
ROOT_URLCONF = "casemgmt.urls"
WSGI_APPLICATION = "casemgmt.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["ui.templatetags.ui_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.shell.shell",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Data -----------------------------------------------------------------------------------------------------------
# MIGRATION_DATABASE_URL owns the tables: for commands that make some. Web and worker run as DATABASE_URL's lesser role.
_database_url = secret("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}")
_served, _owned = database(_database_url), database(secret("MIGRATION_DATABASE_URL", _database_url))
APP_DATABASE_ROLE = _served.get("USER", "") if _served != _owned else ""  # what audit.grants gives its rights to
_command = sys.argv[1:2]
DATABASES = {"default": migrating(_owned) if _command == ["migrate"] else _served}
if _command in (["restore"], ["restore_drill"]):
    DATABASES = {"default": _owned}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
AUDIT_HEADS = Path(env.str("AUDIT_HEADS", default=str(VAR / "audit-heads.log")))
BACKUP_FOLDER = Path(env.str("BACKUP_FOLDER", default=str(VAR / "backups")))
BACKUP_KEY = secret("BACKUP_KEY", "")  # the public half: who writes backups need not be able to read them
_identity = env.str("BACKUP_IDENTITY_FILE", default="")
BACKUP_IDENTITY_FILE = Path(_identity) if _identity else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # what is typed
UPLOAD_MOST_BYTES = 30_000_000  # with files; the proxy of docker-compose.yml takes as much
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # of which files.limits takes in fewer, and says so
CLAMD_URL = env.str("CLAMD_URL", default="")

# --- Sign-in (allauth holds the pages, axes alone throttles) ----------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.NotWellKnown"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=True)
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # a link in a mailbox never stands for a sign-in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to an address that is not on the staff
# The password is throttled by axes; codes, the second look at who it is, and reset mail by allauth, per account.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "accounts.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.passkeys.NamePasskeyForm",
    "login_webauthn": "accounts.passkeys.SignInWithPasskeyForm",
    "authenticate_webauthn": "accounts.passkeys.UsePasskeyForm",
    "reauthenticate_webauthn": "accounts.passkeys.ConfirmWithPasskeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the practice admin; a reset must not bar the way to set it up
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so that a passkey is two factors: having it, and a finger, face or PIN
MFA_TOTP_ISSUER = "Case management"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.adapter.name_tried"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_CLIENT_IP_CALLABLE = "audit.whence.address_of"
AXES_ENABLE_ADMIN = False
SESSION_ENGINE = "accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 60 * 60 * 24  # the practice's own idle and absolute limits are shorter: accounts.middleware

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")

# --- Static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ui.static_files.RememberedManifest"},
}

# --- Mail and later work --------------------------------------------------------------------------------------------
for _name, _value in mail(secret("EMAIL_URL", f"file://{VAR / 'mail'}")).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="case-management@localhost")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}")
CELERY_BROKER_URL = secret("CELERY_BROKER_URL", "filesystem://")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Redis need not keep what a worker has taken: a ring that dies with it is made good by the next tick. And a worker that
# tries to give rings back to a Redis that has gone ends itself instead (kombu 5.7).
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"ack_emulation": False}
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT = "casemgmt.doorbell:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "broker"),
        "data_folder_out": str(VAR / "broker"),
        "control_folder": str(VAR / "broker-control"),
        "polling_interval": 0.1,
    }
    if env.str("BROKER_FOLDER", default=""):
        CELERY_BROKER_TRANSPORT_OPTIONS |= {
            "data_folder_in": env.str("BROKER_FOLDER"),
            "data_folder_out": env.str("BROKER_FOLDER"),
            "control_folder": env.str("BROKER_FOLDER") + "-control",
        }
# One entry a rhythm. A tick that nobody took within its minute expires: the next one finds the same rows.
CELERY_BEAT_SCHEDULE = {
    "sweep what is due": {"task": "reminders.sweep_due", "schedule": 60.0, "options": {"expires": 55}},
    "render what is queued": {"task": "reports.render_queued", "schedule": 60.0, "options": {"expires": 55}},
    "move clients who wait": {"task": "clients.move_clients", "schedule": 60.0, "options": {"expires": 55}},
    "finish merges": {"task": "clients.take_along", "schedule": 60.0, "options": {"expires": 55}},
    "make due diligence packs": {"task": "practice.render_packs", "schedule": 60.0, "options": {"expires": 55}},
    "look through and import tables of clients": {
        "task": "practice.work_on_imports",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "send mail about accounts": {"task": "reminders.send_notices", "schedule": 20.0, "options": {"expires": 18}},
    "scan files in quarantine": {"task": "files.scan_quarantined", "schedule": 60.0, "options": {"expires": 55}},
    "bring files and their rows together": {"task": "files.sweep", "schedule": 3600.0, "options": {"expires": 3000}},
    "forget old sign-ins": {"task": "accounts.forget_old_sign_ins", "schedule": 86_400.0},
    "forget tables of clients": {"task": "practice.forget_imports", "schedule": 86_400.0},
    "forget used form keys": {"task": "ui.forget_old_keys", "schedule": 86_400.0},
    "seal the audit log": {"task": "practice.seal_audit", "schedule": 300.0, "options": {"expires": 290}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")

# --- Logs: no query strings, no clinical text -------------------------------------------------------------------------
LOG_LINE = "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ui.logs.Line", "format": LOG_LINE}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
}
