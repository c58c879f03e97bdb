# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/kliping
COPY requirements.txt ./
RUN /opt/kliping/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY bot bot
COPY jobs jobs
COPY news news
COPY sandbox sandbox
COPY storage storage
RUN /opt/kliping/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 kliping && install -d -o kliping /data
COPY --from=build /opt/kliping /opt/kliping
USER kliping
WORKDIR /data
VOLUME /data
ENV PATH=/opt/kliping/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KLIPING_DATABASE_URL=sqlite:////data/kliping.db \
    KLIPING_HEALTH_PORT=8081 \
    KLIPING_LOG_FORMAT=json
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['KLIPING_HEALTH_PORT']}/health\", timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["kliping"]
CMD ["run"]
