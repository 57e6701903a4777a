"""One factory per model, a module per package. `every_factory()` finds them all."""

import importlib
import pkgutil

from factory.django import DjangoModelFactory


def every_factory():
    modules = [importlib.import_module(f"tests.factories.{found.name}") for found in pkgutil.iter_modules(__path__)]
    kinds = {kind for module in modules for kind in vars(module).values() if _is_own(kind, module)}
    return sorted(kinds, key=lambda kind: kind.__name__)


def _is_own(kind, module):
    return isinstance(kind, type) and issubclass(kind, DjangoModelFactory) and kind.__module__ == module.__name__
