"""The shipped newsroom's plan: which outlet tells which event, on which day of the cycle and how."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

CYCLE_DAYS = 3


class Form(StrEnum):
    """How an outlet writes its feed."""

    RSS2 = "rss2"
    ATOM = "atom"
    RSS091 = "rss091"
    FULL_TEXT = "full_text"
    NUMBERED_GUIDS = "numbered_guids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    slug: str
    name: str
    motto: str
    form: Form
    timezone: ZoneInfo
    dateline: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One outlet's account of an event, its texts still with their blanks."""

    outlet: Outlet
    day: int
    at: time
    city: str
    title: str
    lead: str
    body: str
    vary: Mapping[str, Sequence[str]]

    def falls_on(self, day: date) -> bool:
        return day.toordinal() % CYCLE_DAYS == self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    outlets: Sequence[Outlet]
    accounts: Sequence[Account]


@cache
def shipped_plan() -> Plan:
    return read_plan(tomllib.loads((files(__package__) / "news.toml").read_text("utf-8")))


def read_plan(data: Mapping[str, Any]) -> Plan:
    """`data` is laid out as news.toml says in its head."""
    outlets = {row["slug"]: _outlet(row) for row in data["outlet"]}
    accounts = [_account(event, row, outlets) for event in data["event"] for row in event["article"]]
    return Plan(outlets=tuple(outlets.values()), accounts=tuple(accounts))


def _outlet(row: Mapping[str, Any]) -> Outlet:
    return Outlet(
        slug=row["slug"],
        name=row["name"],
        motto=row["motto"],
        form=Form(row["form"]),
        timezone=ZoneInfo(row["timezone"]),
        dateline=row["dateline"],
        region=row.get("region"),
    )


def _account(event: Mapping[str, Any], row: Mapping[str, Any], outlets: Mapping[str, Outlet]) -> Account:
    return Account(
        outlet=outlets[row["outlet"]],
        day=event["day"],
        at=time.fromisoformat(row["at"].replace(".", ":")),
        city=event["city"],
        title=row.get("title", event["title"]),
        lead=row.get("lead", event["lead"]),
        body=event["body"],
        vary=event.get("vary", {}),
    )
