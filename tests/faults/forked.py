"""Processes that begin as a copy of one that has read in the whole service, not by reading it."""

import multiprocessing
from importlib import import_module
from pkgutil import iter_modules

import app.api
import app.web

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])

for package in (app.web, app.api):
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
