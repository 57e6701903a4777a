# One image for web, worker, beat, migrate and backup. Wheels only, so nothing is compiled and one stage is enough.
FROM python:3.11-slim-bookworm

# Pango and HarfBuzz draw the PDFs.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin app

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 BIND=0.0.0.0:8000
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

# The root file system is read-only when it runs, so byte code and static files are made now. Everything belongs to
# root; only the places of the volumes belong to the app. The key is for this one command and is no secret.
RUN python -m compileall -q . \
    && SECRET_KEY=only-for-collectstatic python manage.py collectstatic --noinput --verbosity 0 \
    && install --directory --owner=app --mode=0700 /app/var/media /app/var/heads /backups

USER app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "-m", "casemgmt.deployment.alive"]
CMD ["gunicorn", "--config=python:casemgmt.gunicorn", "casemgmt.wsgi"]
