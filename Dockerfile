# The bot as an image. docs/deploying.md says how it is run.

FROM python:3.11-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends binutils
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --prefix=/install -r requirements.txt
# A fifth of what is installed are symbols for debuggers.
RUN find /install -name '*.so' -exec strip --strip-unneeded {} +

FROM python:3.11-slim
COPY --from=build /install /usr/local
WORKDIR /app
COPY bot bot
COPY cogs cogs
COPY sandbox sandbox
# A first start leaves the compiled code of all that is imported: later nothing can be written here.
RUN python -m compileall -q bot cogs sandbox && python -m bot --help > /dev/null
RUN useradd --uid 10001 --no-create-home tokki && install --directory --owner tokki /data
USER 10001
VOLUME /data
ENV DATABASE_URL=sqlite:////data/tokki.db WEB_PORT=8080
# By Python's own client: curl is not there, and this one asks no proxy.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import os, sys; from http.client import HTTPConnection; door = HTTPConnection('127.0.0.1', os.environ['WEB_PORT'], timeout=3); door.request('GET', '/healthz'); sys.exit(door.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
