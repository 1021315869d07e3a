"""The value types of a calendar event, whether it came by mail (iMIP, RFC 6047) or lies in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """What an event asks for (RFC 5546 section 1.4). PUBLISH stands also for an entry of a calendar, which has none."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    REPLY = "REPLY"
    CANCEL = "CANCEL"
    COUNTER = "COUNTER"
    DECLINECOUNTER = "DECLINECOUNTER"
    ADD = "ADD"
    REFRESH = "REFRESH"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One guest (RFC 5545 section 3.8.4.1).

    `email` in lower case, empty when the address is no mailto. `kind` is CUTYPE in lower case: individual, group,
    resource, room, unknown. `status` is PARTSTAT in lower case: needs-action, accepted, declined, tentative, delegated.
    """

    name: str
    email: str
    kind: str = "individual"
    status: str = "needs-action"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of one event.

    The same event has one (`uid`, `recurrence`); the version with the higher (`sequence`, `stamp`) holds.
    `start` and `end` are aware. Where the zone was missing or unknown they were read in the zone the caller gave, and
    `zone_known` is False. `recurrence` is the RECURRENCE-ID as an ISO string, empty for the event itself.
    `recurs` tells that the event has a rule (the first occurrence is given).
    """

    uid: str
    start: datetime
    end: datetime
    method: Method = Method.PUBLISH
    recurrence: str = ""
    sequence: int = 0
    stamp: datetime | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    cancelled: bool = False
    all_day: bool = False
    zone_known: bool = True
    recurs: bool = False
