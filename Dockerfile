FROM python:3.11-slim-bookworm

# Pango and HarfBuzz draw the PDFs.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home app

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

# The key is for this one command and is no secret; the real one comes from the environment at start.
RUN SECRET_KEY=only-for-collectstatic python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /app/var/media /app/var/beat \
    && chown -R app /app/var

USER app
EXPOSE 8000
CMD ["gunicorn", "casemgmt.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-class=gthread", \
     "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
