"""The one error of the rendering package."""

from __future__ import annotations


class RenderingError(ValueError):
    """A document cannot be rendered as asked: unknown language, locale or template, or a value of the wrong kind.

    The message names the value and the accepted ones, so that the server can pass it on to its caller.
    """
