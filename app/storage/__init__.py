"""Tables and the questions asked of them, one module per noun."""

from importlib import import_module
from pkgutil import iter_modules

# A table is part of the schema whether or not anybody has asked for its module yet.
for _module in iter_modules(__path__):
    if not _module.ispkg:
        import_module(f"{__name__}.{_module.name}")
