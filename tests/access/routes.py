"""Every route of the live resolver, so that a test over all of them needs no list."""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    name: str
    arguments: tuple[str, ...]

    def path(self, values):
        return reverse(self.name, kwargs={name: values[name] for name in self.arguments})

    def __str__(self):
        return self.name


def every_route():
    found = {}
    for name, pattern, arguments in _walk(get_resolver().url_patterns, "", ()):
        assert pattern.name, f"{pattern} has no name"
        found[name] = Route(name, arguments)
    return list(found.values())


def _walk(patterns, namespace, arguments):
    for pattern in patterns:
        taken = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, taken)
        else:
            yield f"{namespace}{pattern.name}", pattern, taken
