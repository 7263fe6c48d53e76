"""Bytes over HTTP: one exchange at a time with each host, as robots.txt and good manners say."""

from __future__ import annotations

import heapq
import random
import ssl
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

import httpx

from extractors import urls
from flows import decoding, robots
from flows.failures import Failure
from flows.network import ForbiddenAddress, Transport
from flows.settings import Settings

Kind = Literal["page", "feed", "sitemap", "home", "robots"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with its last answer, to be asked whether anything changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One address to fetch."""

    url: str
    kind: Kind = "page"
    outlet: str | None = None
    delay: float | None = None  # seconds between requests to its host, if not the setting's


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer; status 200, or 304 with an empty body. `body` is decompressed."""

    request: Request
    final_url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    duration_seconds: float
    redirects: tuple[str, ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    address: str | None = None

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def is_not_modified(self) -> bool:
        return self.status == 304

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def validators(self) -> Validators:
        return Validators(self.header("etag"), self.header("last-modified"))

    @property
    def content_type(self) -> str | None:
        return self.header("content-type")

    @property
    def charset(self) -> str | None:
        kind = (self.content_type or "").lower()
        return (
            kind.split("charset=", 1)[1].split(";")[0].strip(" \"'") if "charset=" in kind else None
        )


@dataclass(slots=True)
class _Job:
    request: Request
    url: str  # where it stands now, after redirects
    attempt: int = 0
    ready_at: float = 0.0  # not before, after a failed attempt
    has_asked: bool = False  # whether the last exchange reached for the network
    redirects: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Host:
    jobs: deque[_Job] = field(default_factory=deque)
    ready_at: float = 0.0
    is_busy: bool = False
    errors: int = 0  # unbroken row of failed connections

    @property
    def next_at(self) -> float:
        """When its next job may begin; only asked while there is one."""
        first = min((job.ready_at for job in self.jobs), default=0.0)
        return max(self.ready_at, first)

    def next(self, clock: float) -> _Job | None:
        """Takes the first job that may begin now, and marks the host busy."""
        if self.is_busy or self.ready_at > clock:
            return None
        for job in self.jobs:
            if job.ready_at <= clock:
                self.jobs.remove(job)
                self.is_busy = True
                return job
        return None


@dataclass(frozen=True, slots=True)
class _Again:
    """Ask again later: this job alone, or the whole host."""

    after: float = 0.0
    whole_host: bool = False


@dataclass(frozen=True, slots=True)
class _Moved:
    url: str


_NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL, decoding.BadEncodingError)
_RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REFUSALS = {
    401: "forbidden", 402: "forbidden", 403: "forbidden", 451: "forbidden",
    404: "not_found", 410: "not_found",
}  # fmt: skip
_ACCEPT = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.5"
)
_GIVE_UP_AFTER = 5  # failed connections in a row after which a host's other pages are left

_REMEDIES = {
    "not_found": "the page is gone; nothing to do",
    "forbidden": "the outlet does not let us in; ask it, or take it off the watchlist",
    "robots": "the outlet's robots.txt says no; ask it, or take the page off the watchlist",
    "robots_unreachable": "without an answer nothing may be fetched; it is tried again later",
    "rate_limited": "the outlet asks for more time; raise its delay in the watchlist",
    "server_error": "the outlet's server is in trouble; it is tried again with the next run",
    "client_error": "open the address in a browser; correct it in the watchlist",
    "timeout": "tried again with the next run; raise FIGUREDRIFT_READ_TIMEOUT if it stays so",
    "connection": "tried again with the next run; check the address and the network",
    "dns": "check the host's name and the network",
    "tls": "the host's certificate is not valid; open it in a browser",
    "too_large": "raise FIGUREDRIFT_LARGEST_PAGE if the page is wanted",
    "bad_body": "tried again with the next run",
    "redirects": "open the address in a browser; correct it in the watchlist",
    "bad_url": "write the whole address with http:// or https://",
    "forbidden_address": "set FIGUREDRIFT_ALLOW_PRIVATE_ADDRESSES=true if it is your own server",
    "out_of_time": "it comes with the next run; raise FIGUREDRIFT_FETCH_LIMIT or _WORKERS",
    "too_slow": "its robots.txt asks for more than FIGUREDRIFT_LONGEST_CRAWL_DELAY",
    "not_a_page": "the address leads to something else than a page; take it off the list",
}


_NOT_ASKED = frozenset(
    {
        "robots",
        "robots_unreachable",
        "bad_url",
        "out_of_time",
        "too_slow",
        "dns",
        "forbidden_address",
    }
)


def failure(
    request: Request, reason: str, detail: str, now: datetime, status: int | None = None
) -> Failure:
    """A fetch failure with its remedy."""
    return Failure(
        "fetch", reason, request.url, detail, _REMEDIES.get(reason, ""), request.outlet, now,
        status, reason not in _NOT_ASKED,
    )  # fmt: skip


def unanswered(request: Request, failed: Failure) -> Fetched:
    """A failed exchange as an answer without body: what raw.fetches remembers of it."""
    assert failed.failed_at is not None
    return Fetched(request, request.url, failed.status, (), b"", failed.failed_at, 0.0)


class Fetcher:
    """Fetches many addresses at once, but one at a time from each host, with its delay between.

    `memory` gives the validators of the last answer for a URL. `now` is the clock that answers
    are dated by; waiting goes by the machine's own. Close it, or use it in a `with`.
    """

    def __init__(
        self,
        settings: Settings,
        memory: Mapping[str, Validators] | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rules: robots.Cache | None = None,
    ) -> None:
        self.settings, self.memory, self.now = settings, memory or {}, now
        self.rules = rules or robots.Cache(
            settings.data_dir / "robots", timedelta(seconds=settings.robots_age)
        )
        self._transport = Transport(
            http2=settings.http2,
            allow_private=settings.allow_private_addresses, resolve=settings.resolve,
            proxy=settings.proxy,
        )  # fmt: skip
        self._timeout = httpx.Timeout(
            connect=settings.connect_timeout, read=settings.read_timeout,
            write=settings.read_timeout, pool=settings.body_timeout,
        )  # fmt: skip
        self._client = httpx.Client(
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # asked as a new reader
            transport=self._transport, timeout=self._timeout, trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": settings.agent, "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "*",
            },
        )  # fmt: skip
        self._random = random.Random(0x5EED)
        # When each host may be asked next; outlives one fetch_all, so that stages stay polite.
        self._next: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def fetch(self, url: str, kind: Kind = "page", outlet: str | None = None) -> Fetched | Failure:
        """One address, with all the politeness of many."""
        return next(self.fetch_all([Request(url, kind, outlet)]))

    def fetch_all(self, requests: Iterable[Request]) -> Iterator[Fetched | Failure]:
        """Every request's answer or failure, as they come; exactly one for each request.

        Never raises for anything a server does. Waiting answers are given up after
        `settings.fetch_limit` seconds.
        """
        started = time.monotonic()
        hosts: dict[str, _Host] = {}
        heap: list[tuple[float, int, str]] = []
        for request in requests:
            if urls.canonical(request.url) is None:
                yield failure(request, "bad_url", "not a web address", self.now())
                continue
            self._enqueue(hosts, _Job(request, request.url), last=True)
        for name, host in hosts.items():
            heap.append((host.ready_at, len(heap), name))
        heapq.heapify(heap)
        order = len(heap)
        running: dict[Future[Fetched | Failure | _Again | _Moved], tuple[_Job, str]] = {}
        with ThreadPoolExecutor(self.settings.workers, thread_name_prefix="fetch") as pool:
            while heap or running:
                clock = time.monotonic()
                if clock - started > self.settings.fetch_limit and heap:
                    for host in hosts.values():
                        while host.jobs:
                            yield failure(
                                host.jobs.popleft().request, "out_of_time",
                                f"not reached within {self.settings.fetch_limit:g} s", self.now(),
                            )  # fmt: skip
                    heap.clear()
                while heap and heap[0][0] <= clock and len(running) < self.settings.workers:
                    _, _, name = heapq.heappop(heap)
                    host = hosts[name]
                    job = host.next(clock)
                    if job is not None:
                        running[pool.submit(self._exchange, job)] = (job, name)
                    elif host.jobs and not host.is_busy:
                        order += 1
                        heapq.heappush(heap, (host.next_at, order, name))
                if not running:
                    if heap:
                        time.sleep(max(0.0, min(heap[0][0] - time.monotonic(), 1.0)))
                    continue
                pause = None
                if heap and len(running) < self.settings.workers:
                    pause = max(0.0, heap[0][0] - time.monotonic())
                done, _ = wait(running, timeout=pause, return_when=FIRST_COMPLETED)
                for future in done:
                    job, name = running.pop(future)
                    host = hosts[name]
                    host.is_busy = False
                    if job.has_asked:
                        host.ready_at = self._next[name] = time.monotonic() + self._delay(job)
                    outcome = future.result()
                    for result in self._settle(hosts, host, job, outcome):
                        if isinstance(result, str):
                            order += 1
                            heapq.heappush(heap, (hosts[result].next_at, order, result))
                        else:
                            yield result
                    if host.jobs:
                        order += 1
                        heapq.heappush(heap, (host.next_at, order, name))
                    else:
                        self._transport.forget(name)

    # Scheduling (in the caller's thread only)

    def _enqueue(self, hosts: dict[str, _Host], job: _Job, *, last: bool) -> str:
        name = _netloc(job.url)
        host = hosts.get(name)
        if host is None:
            host = hosts[name] = _Host(ready_at=self._next.get(name, 0.0))
        host.jobs.append(job) if last else host.jobs.appendleft(job)
        return name

    def _settle(
        self,
        hosts: dict[str, _Host],
        host: _Host,
        job: _Job,
        outcome: Fetched | Failure | _Again | _Moved,
    ) -> Iterator[Fetched | Failure | str]:
        """What one exchange leads to: results, and names of hosts to be scheduled."""
        if isinstance(outcome, _Again):
            until = time.monotonic() + outcome.after
            if outcome.whole_host:
                host.ready_at = self._next[_netloc(job.url)] = max(host.ready_at, until)
            else:
                job.ready_at = until  # the others of the host need not wait for this one
            host.jobs.appendleft(job)
            return
        if isinstance(outcome, _Moved):
            job.redirects.append(job.url)
            job.url, job.attempt = outcome.url, 0
            yield self._enqueue(hosts, job, last=False)
            return
        yield outcome
        dead = isinstance(outcome, Failure) and outcome.reason in (
            "connection",
            "dns",
            "timeout",
            "tls",
        )
        host.errors = host.errors + 1 if dead else 0
        if (
            isinstance(outcome, Failure)
            and dead
            and (host.errors >= _GIVE_UP_AFTER or outcome.reason == "dns")
        ):
            while host.jobs:
                other = host.jobs.popleft()
                yield failure(
                    other.request,
                    outcome.reason,
                    f"given up with the host: {outcome.detail}",
                    self.now(),
                )

    def _delay(self, job: _Job) -> float:
        asked = job.request.delay if job.request.delay is not None else self.settings.host_delay
        rules = self.rules.get(_origin(job.url), self.now()) if self.settings.obey_robots else None
        return max(asked, rules.delay(self.settings.robots_token) if rules else 0.0)

    # One exchange (in a worker thread; touches nothing shared but the client and the rules)

    def _exchange(self, job: _Job) -> Fetched | Failure | _Again | _Moved:
        job.has_asked = False
        try:
            return self._polite(job)
        except Exception as error:  # one page must never end a run
            return failure(
                job.request, "connection", f"{type(error).__name__}: {error}", self.now()
            )

    def _polite(self, job: _Job) -> Fetched | Failure | _Again | _Moved:
        if self.settings.obey_robots:
            origin = _origin(job.url)
            rules = self.rules.get(origin, self.now())
            if rules is None:
                job.has_asked = True
                found = self._ask_robots(job, origin)
                if isinstance(found, robots.Rules):
                    self.rules.put(origin, found)
                    job.attempt = 0
                    return _Again()  # after the host's delay
                return found
            token = self.settings.robots_token
            if not rules.is_reachable:
                return failure(
                    job.request,
                    "robots_unreachable",
                    f"{origin}/robots.txt gave no answer",
                    self.now(),
                )
            if not rules.allows(job.url, token):
                return failure(
                    job.request, "robots", f"disallowed by {origin}/robots.txt", self.now()
                )
            if rules.delay(token) > self.settings.longest_crawl_delay:
                return failure(
                    job.request,
                    "too_slow",
                    f"robots.txt asks for {rules.delay(token):g} s",
                    self.now(),
                )
        return self._ask(job)

    def _ask_robots(self, job: _Job, origin: str) -> robots.Rules | Failure | _Again:
        """Fetches robots.txt; up to five redirects are followed, as RFC 9309 says.

        Only when the retries are used up does no answer mean that nothing may be fetched.
        """
        url = f"{origin}/robots.txt"
        for _ in range(6):
            try:
                status, headers, body, _peer = self._read(url, {}, robots.LARGEST, cut=True)
            except (*_NO_ANSWER, _LateError) as error:
                return self._no_rules(job, error)
            target = _header(headers, "location")
            there = urls.join(target, url) if target and 300 <= status < 400 else None
            if there is None:
                if status in _RETRY_STATUS and job.attempt < self.settings.retries:
                    return self._busy(job, status, headers)
                return robots.from_answer(status, body, self.now())
            time.sleep(self.settings.host_delay if _origin(there) == _origin(url) else 0)
            url = there
        return robots.from_answer(404, b"", self.now())

    def _no_rules(self, job: _Job, error: Exception) -> robots.Rules | Failure | _Again:
        if isinstance(error, httpx.HTTPError) and not isinstance(error, httpx.TimeoutException):
            outcome = self._network_failure(job, error)
        else:
            outcome = self._retry(job, "timeout", f"robots.txt: {type(error).__name__}: {error}")
        if isinstance(outcome, Failure) and outcome.reason in ("timeout", "connection"):
            return robots.from_answer(None, b"", self.now())
        return outcome

    def _ask(self, job: _Job) -> Fetched | Failure | _Again | _Moved:
        settings, request = self.settings, job.request
        job.has_asked = True
        held = self.memory.get(request.url)
        sent: dict[str, str] = {}
        if held and held.etag:
            sent["If-None-Match"] = held.etag
        if held and held.last_modified:
            sent["If-Modified-Since"] = held.last_modified
        began = time.monotonic()
        try:
            status, headers, body, address = self._read(job.url, sent, settings.largest_page)
        except decoding.TooLargeError as error:
            return failure(request, "too_large", str(error), self.now())
        except decoding.BadEncodingError as error:
            return self._retry(job, "bad_body", str(error))
        except _LateError:
            return failure(
                request,
                "timeout",
                f"the answer was not whole after {settings.body_timeout:g} s",
                self.now(),
            )
        except httpx.TimeoutException as error:
            return self._retry(job, "timeout", f"{type(error).__name__} while reading {job.url}")
        except httpx.InvalidURL as error:
            return failure(request, "bad_url", str(error), self.now())
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            return failure(request, "bad_url", str(error), self.now())
        except httpx.RemoteProtocolError as error:
            silent = "without sending a response" in str(error)
            return self._retry(job, "connection" if silent else "bad_body", str(error))
        except httpx.HTTPError as error:
            return self._network_failure(job, error)
        if 300 <= status < 400 and status != 304:
            return self._moved(job, status, _header(headers, "location"))
        if status in _RETRY_STATUS:
            return self._busy(job, status, headers)
        if status not in (200, 203, 304):
            other = "client_error" if status < 500 else "server_error"
            reason = _REFUSALS.get(status, other)
            return failure(request, reason, f"HTTP {status}", self.now(), status)
        if request.kind in ("page", "home") and status != 304 and not _is_page(headers, body):
            return failure(
                request, "not_a_page", f"it is {_header(headers, 'content-type')}", self.now()
            )
        return Fetched(
            request, job.url, 304 if status == 304 else 200, headers,
            b"" if status == 304 else body, self.now(),
            time.monotonic() - began, tuple(job.redirects),
            (("Host", _netloc(job.url)), ("User-Agent", settings.agent), *sent.items()), address,
        )  # fmt: skip

    def _read(
        self, url: str, headers: Mapping[str, str], limit: int, *, cut: bool = False
    ) -> tuple[int, tuple[tuple[str, str], ...], bytes, str | None]:
        """Status, headers, decoded body of at most `limit` bytes, and the peer's address.

        `cut` keeps the first `limit` bytes of a longer body instead of raising TooLargeError.
        """
        deadline = time.monotonic() + self.settings.body_timeout
        with self._client.stream("GET", url, headers=headers) as answer:
            stream = answer.extensions.get("network_stream")
            peer = stream.get_extra_info("server_addr") if stream else None
            known = tuple((name, value) for name, value in answer.headers.multi_items())
            if answer.status_code == 304 or 300 <= answer.status_code < 400:
                return answer.status_code, known, b"", None

            def chunks() -> Iterator[bytes]:
                for chunk in answer.iter_raw():
                    if time.monotonic() > deadline:
                        raise _LateError
                    yield chunk

            declared = answer.headers.get("content-length", "")
            encodings = decoding.split(answer.headers.get("content-encoding"))
            if declared.isdigit() and int(declared) > limit and not cut:
                raise decoding.TooLargeError(f"it declares {declared} bytes; the limit is {limit}")
            body = decoding.gather(chunks(), encodings, limit, cut=cut)
            return answer.status_code, known, body, str(peer[0]) if peer else None

    def _network_failure(self, job: _Job, error: httpx.HTTPError) -> Failure | _Again:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ForbiddenAddress):
                return failure(job.request, "forbidden_address", str(cause), self.now())
            if isinstance(cause, ssl.SSLError):
                return failure(job.request, "tls", str(cause), self.now())
            cause = cause.__cause__ or cause.__context__
        if "name not found" in str(error):
            return failure(job.request, "dns", str(error), self.now())
        return self._retry(job, "connection", f"{type(error).__name__}: {error}")

    def _moved(self, job: _Job, status: int, target: str | None) -> Failure | _Moved:
        there = urls.join(target, job.url) if target else None
        if there is None:
            return failure(
                job.request, "redirects", f"HTTP {status} to {target or 'nowhere'}", self.now()
            )
        if there in job.redirects or there == job.url:
            return failure(
                job.request, "redirects", f"redirected in a circle at {there}", self.now()
            )
        if len(job.redirects) >= self.settings.most_redirects:
            return failure(
                job.request,
                "redirects",
                f"more than {self.settings.most_redirects} redirects",
                self.now(),
            )
        return _Moved(there)

    def _busy(
        self, job: _Job, status: int, headers: tuple[tuple[str, str], ...]
    ) -> Failure | _Again:
        reason = "rate_limited" if status == 429 else "server_error"
        wanted = _retry_after(_header(headers, "retry-after"))
        if wanted is None:
            return self._retry(job, reason, f"HTTP {status}", status, whole_host=status == 429)
        if wanted > self.settings.longest_retry_after:
            return failure(
                job.request, reason, f"HTTP {status}, Retry-After {wanted:g} s", self.now(), status
            )
        job.attempt += 1
        if job.attempt > self.settings.retries:
            return failure(
                job.request, reason, f"HTTP {status}, {job.attempt} times", self.now(), status
            )
        return _Again(wanted + self._random.uniform(0, 0.5), whole_host=True)

    def _retry(
        self,
        job: _Job,
        reason: str,
        detail: str,
        status: int | None = None,
        *,
        whole_host: bool = False,
    ) -> Failure | _Again:
        job.attempt += 1
        if job.attempt > self.settings.retries:
            told = f"{detail}; {job.attempt} attempts"
            return failure(job.request, reason, told, self.now(), status)
        wait_for = self.settings.retry_wait * 2 ** (job.attempt - 1)
        return _Again(wait_for * self._random.uniform(0.5, 1.5) or 0.001, whole_host)


class _LateError(Exception):
    """The whole answer takes longer than the body time-out."""


def _netloc(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def _retry_after(value: str | None) -> float | None:
    """Seconds a Retry-After header asks for (a number or a date); None where there is none."""
    if not value:
        return None
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _is_page(headers: Iterable[tuple[str, str]], body: bytes) -> bool:
    kind = (_header(headers, "content-type") or "").split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"):
        return True
    return kind in ("", "application/octet-stream") and b"<" in body[:1024]
