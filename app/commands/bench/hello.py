"""A bare hello, served as `rinnalla web` serves: what nothing that does some work can reach."""

from flask import Flask

from app.commands.service import settings
from app.commands.web import answer

hello = Flask(__name__)


@hello.get("/healthz")
def say() -> str:
    return "hello"


if __name__ == "__main__":
    answer("app.commands.bench.hello:hello", settings())
