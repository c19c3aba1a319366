"""The ASGI application: every route of the table, the headers of every answer, and errors in the API's shape."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harness.sandbox.errors import ApiError, bad_request, too_large
from harness.sandbox.pipeline import Route, answer, error_response
from harness.sandbox.routes import ROUTES
from harness.sandbox.server import Server

_HTTP_ERRORS = {404: ("not_found", "Not found"), 405: ("method_not_allowed", "Method not allowed")}
_REPEATED_ID_LIMIT = 255
BODY_SECONDS = 30.0


class ResponseHeaders:
    """Adds to every answer the request id (the caller's or a new one) and the mark of the embedded sandbox."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        """Wrap ``app``."""
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HTTP requests on, within the rate limit, and complete the headers of their answers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra = [(b"x-request-id", _request_id(scope)), (b"x-sandbox", b"embedded")]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        address = scope["client"][0] if scope.get("client") else ""
        if self._server.limiter.admit(address, self._server.profile.rate_limit_per_minute):
            await self._app(scope, receive, send_with_headers)
        else:
            limited = error_response(ApiError(429, "rate_limit_exceeded", "Rate limit exceeded"), {"Retry-After": "60"})
            await limited(scope, receive, send_with_headers)


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and value and len(value) <= _REPEATED_ID_LIMIT:
            found: bytes = value
            return found
    return str(uuid.uuid4()).encode()


async def _collect(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit():
        raise bad_request("Content-Length is not a number")
    if int(declared) > limit:
        raise too_large(limit)
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _limited_body(limit: int) -> Callable[[Request], Any]:
    async def read(request: Request) -> bytes | ApiError:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await _collect(request, limit)
        except ApiError as error:
            return error
        except TimeoutError:
            return ApiError(408, "request_timeout", f"The request body did not arrive within {BODY_SECONDS} s")
        except ClientDisconnect:
            return bad_request("The connection was closed before the request body had arrived")

    return read


def _endpoint(server: Server, route: Route) -> Callable[..., Response]:
    def endpoint(request: Request, body: Annotated[Any, Depends(_limited_body(route.limit))]) -> Response:
        return error_response(body) if isinstance(body, ApiError) else answer(server, route, request, body)

    return endpoint


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, message = _HTTP_ERRORS.get(error.status_code, ("bad_request", "Bad request"))
    headers = dict(error.headers) if error.headers else None
    return error_response(ApiError(error.status_code, code, message), headers)


def create_app(server: Server) -> FastAPI:
    """The application of one sandbox; its account exists when this returns."""
    server.add_account()
    app = FastAPI(
        title="Space Invoices embedded sandbox", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    for route in ROUTES:
        app.add_api_route(route.path, _endpoint(server, route), methods=[route.method], response_class=Response)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(ResponseHeaders, server=server)
    app.state.server = server
    return app
