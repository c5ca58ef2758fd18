"""The templates of a site's own, in a sandbox: they show what the site holds, and reach nothing else.

A template comes with the briefings, and `briefsite check` runs it for whoever looks at a
contribution. So beside what Jinja's sandbox refuses (names that begin with an underscore, methods that
change a list or a mapping), a template calls only what it was given: our functions, its own macros,
and methods of texts, numbers, lists and mappings. A path's `unlink` is none of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner

_PLAIN = (str, int, float, list, tuple, Mapping, LoopContext, Cycler)
"""Whose methods can do no harm."""

_JINJA = (Macro, BlockReference, Joiner, Undefined)
"""What Jinja hands to templates to be called; to call what is not there raises an error of its own."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Runs the templates of a site's own."""

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow what a template was given, and methods of plain values."""
        if isinstance(obj, _JINJA):
            return True
        # Jinja wraps the `format` of a text.
        method = getattr(obj, "__wrapped__", obj)
        if isinstance(method, BuiltinMethodType | MethodType):
            return isinstance(method.__self__, _PLAIN) or self._is_given(obj)
        return self._is_given(obj)

    def _is_given(self, obj: Any) -> bool:
        return any(
            obj is given or obj == given for given in self.globals.values() if callable(given)
        )


class OwnLoader(FileSystemLoader):
    """Reads the templates of a site's own; what cannot be read is an error of that template."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; links that lead out of it are not followed."""
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """The text of a template. Raises TemplateSyntaxError where it is no text, or lies elsewhere."""
        path = self._folder / template
        try:
            if path.exists() and not path.resolve().is_relative_to(self._folder.resolve()):
                raise TemplateSyntaxError(_LINK, 1, template, str(path))
            return super().get_source(environment, template)
        except TemplateNotFound:  # which is an OSError as well
            raise
        except UnicodeDecodeError:
            raise TemplateSyntaxError("it is not UTF-8", 1, template, str(path)) from None
        except OSError as error:
            raise TemplateSyntaxError(str(error.strerror), 1, template, str(path)) from None


_LINK = "it is a symbolic link that leads out of the folder of templates"
