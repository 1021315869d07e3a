"""Finding dates in words: spans of days and times, joined, resolved and told apart by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from afterword_parsers.dates.clock import TimeSpan, find_times, zone_at
from afterword_parsers.dates.days import Days, DaySpan, days_of, find_days
from afterword_parsers.dates.durations import minutes_near
from afterword_parsers.dates.kinds import Cue, find_cues, is_conditional, is_latest, kind_of, nearest_cue
from afterword_parsers.dates.language import Language, language_of
from afterword_parsers.dates.sentences import plain, sentences
from afterword_parsers.dates.span import DateInWords, DateKind, Precision

_MOST_TEXT = 60_000
_MOST_DATES = 300
_FIRST_YEAR, _LAST_YEAR = 1950, 2200
_JOINED = 44
_LAST_MINUTE = time(23, 59)
# A time at the head of a line of a schedule: "10:00 am - 10:45 am | Coding", "Time: 2 pm".
_HEAD_OF_LINE = re.compile(
    r"(?:\A|\n)[^\S\n]*(?:[-*|>\N{BULLET}\N{MIDDLE DOT}(\[]\s*|\d{1,2}[.)]\s+|[^\W\d]{2,12}:\s*|\w{2,10}\s+){0,2}\Z"
)
# Kinds of day spans that name no certain day: nobody meets "within two weeks".
_VAGUE = frozenset({"date_range", "week", "week_of", "month", "within"})
_LONG_AGO, _SOON = timedelta(days=200), timedelta(days=120)
_BACKWARD = {"ago": True, "within": False, "business_day": False, "after_weekday": False}


@dataclass(slots=True)
class _Found:
    """A day of the text with its sentence, and the times that belong to it."""

    span: DaySpan
    sentence: int
    times: list[TimeSpan]
    taken_from_front: bool = False


def find_dates(
    text: str, *, sent: datetime, zone: tzinfo, language: str, country: str | None = None
) -> tuple[DateInWords, ...]:
    """The dates that a text names, in its order. Never raises.

    `sent` (aware) is when the text was written, `zone` the reader's zone, in which days are days and in which times
    are read that name no zone (people write their common local time: `zone_known` stays True). `zone_known` is False
    where a zone is named that cannot be told ("IST" without a country). `language` is an ISO 639-1 code; where it finds
    nothing, English is tried. `country` (ISO 3166) is the sender's: it decides "12/05" and "IST". The first 60,000
    characters are read.
    """
    if not _FIRST_YEAR < sent.year < _LAST_YEAR:
        return ()
    sent = sent if sent.tzinfo else sent.replace(tzinfo=zone)
    known = language_of(language.lower()[:2]) if language else None
    english = language_of("en")
    words = plain(text[:_MOST_TEXT])
    day = sent.astimezone(zone)
    for each in (known, english if english is not known else None):
        if each is not None:
            found = _Text(words, text, day, zone, each, country, "").dates()
            if found:
                return found
    if known is None:
        from afterword_parsers.dates.other_languages import find_dates_elsewhere

        return find_dates_elsewhere(words, text, day, language)
    return ()


@dataclass(slots=True)
class _Text:
    words: str
    original: str
    sent: datetime
    zone: tzinfo
    language: Language
    country: str | None
    common_zone: str

    def dates(self) -> tuple[DateInWords, ...]:
        spans = sentences(self.words, self.language.abbreviations, dict(self.language.anchors)["month"])
        found, times = self._spans(spans)
        self._join(found, times, spans)
        self.common_zone = self._common_zone([each for _, each in times])
        others: dict[int, list[int]] = {}
        for each in found:
            others.setdefault(each.sentence, []).append(each.span.begin)
        results: list[DateInWords] = []
        cues: dict[int, list[Cue]] = {}
        for each in found[:_MOST_DATES]:
            begin, end = spans[each.sentence]
            if each.sentence not in cues:
                cues[each.sentence] = find_cues(self.words, begin, end, self.language)
            results += self._read(each, spans, cues[each.sentence], others[each.sentence])
        return tuple(sorted(_without_repeats(results), key=lambda result: (result.begin, result.end)))

    def _spans(self, spans: list[tuple[int, int]]) -> tuple[list[_Found], list[tuple[int, TimeSpan]]]:
        found: list[_Found] = []
        times: list[tuple[int, TimeSpan]] = []
        blanked = self.words
        for number, (begin, end) in enumerate(spans):
            days = find_days(self.words, begin, end, self.language)
            found += [_Found(day, number, []) for day in days]
            for day in days:
                blanked = blanked[: day.begin] + "_" * (day.end - day.begin) + blanked[day.end :]
            times += [(number, each) for each in find_times(blanked, begin, end, self.language)]
            if len(found) > _MOST_DATES or len(times) > 4 * _MOST_DATES:
                break
        return found, times

    def _join(self, found: list[_Found], times: list[tuple[int, TimeSpan]], spans: list[tuple[int, int]]) -> None:
        """Give each time its day: the one just before it, just behind it, or the last one above in a schedule."""
        clock = self.language.clock
        for number, each in times:
            before = next((day for day in reversed(found) if day.span.end <= each.begin), None)
            after = next((day for day in found if day.span.begin >= each.end), None)
            close = before is not None and self._gap(before, each) is not None
            behind = (
                after is not None
                and after.span.begin - each.end <= _JOINED
                and clock.time_then_day.match(self.words[each.end : after.span.begin]) is not None
            )
            if after is not None and behind and (not close or (before is not None and before.taken_from_front)):
                after.times.append(each)
                after.taken_from_front = True
            elif (before is not None and close) or (
                before is not None and not each.bare and self._above(before, number, each, spans)
            ):
                before.times.append(each)
            elif before is None and after is not None and not each.bare and after.sentence == number:
                after.times.append(each)

    def _gap(self, day: _Found, each: TimeSpan) -> str | None:
        """The words between a day (or its last time) and a time, if these belong together."""
        clock = self.language.clock
        start = max([day.span.end, *(known.end for known in day.times if known.end <= each.begin)])
        gap = self.words[start : each.begin]
        if len(gap) > _JOINED:
            return None
        expression = clock.next_time if start > day.span.end else clock.day_then_time
        return gap if expression.match(gap) else None

    def _above(self, day: _Found, number: int, each: TimeSpan, spans: list[tuple[int, int]]) -> bool:
        """Whether a time stands in the day's sentence, or at the head of a line below it."""
        if number == day.sentence and each.begin - day.span.end < 120:
            return "\n\n" not in self.words[day.span.end : each.begin]
        line = self.words[max(0, each.begin - 40) : each.begin]
        return each.begin - day.span.end < 3_000 and _HEAD_OF_LINE.search(line) is not None and bool(spans)

    def _read(
        self, found: _Found, spans: list[tuple[int, int]], cues: list[Cue], others: list[int]
    ) -> list[DateInWords]:
        span = found.span
        begin, end = spans[found.sentence]
        by = is_latest(self.words, span.begin, begin, self.language)
        timed = bool(found.times)
        backward = self._backward(span)
        vague = span.kind in _VAGUE
        cue = nearest_cue(span.begin, span.end, cues, others, by=by, timed=timed, vague=vague, backward=backward)
        kind = DateKind.PAST if backward else kind_of(cue)
        days = self._days(span, past=kind is DateKind.PAST)
        if kind is DateKind.PAST and not backward and (days is None or self._far_gone(days)):
            # "The interview was moved to March 27" looks back, but March 27 does not lie there.
            ahead = self._days(span, past=False)
            if ahead and not ahead.ambiguous and ahead.last - self.sent.date() < _SOON:
                rest = [other for other in cues if other.kind != "past"]
                cue = nearest_cue(span.begin, span.end, rest, others, by=by, timed=timed, vague=vague, backward=False)
                kind, days = kind_of(cue), ahead
        if days is None:
            return []
        if kind is DateKind.PROMISE and cue and is_conditional(cue, begin, end, self.words, self.language):
            kind = DateKind.OTHER
        kind = self._settled(kind, span, days, begin, end, timed=timed, by=by)
        if timed:
            return [self._at(found, days, each, kind, begin) for each in found.times]
        if kind is DateKind.OTHER and span.kind == "tomorrow" and span.values.get("days") == 0:
            return []
        precision = Precision.RANGE if days.several else Precision.DAY
        ambiguous = days.ambiguous and not days.several
        first, last = self._instant(days.first, time(0), self.zone), self._instant(days.last, _LAST_MINUTE, self.zone)
        return [DateInWords(kind, precision, first, last, *self._where(span.begin, span.end), ambiguous)]

    def _days(self, span: DaySpan, *, past: bool) -> Days | None:
        return days_of(span, self.sent.date(), self.language, past=past, country=self.country)

    def _far_gone(self, days: Days) -> bool:
        return days.ambiguous or self.sent.date() - days.last > _LONG_AGO

    def _settled(
        self, kind: DateKind, span: DaySpan, days: Days, begin: int, end: int, *, timed: bool, by: bool
    ) -> DateKind:
        """The kind, after what the whole sentence and the whole text say."""
        if span.values.get("vague") and kind is DateKind.PROMISE:
            return DateKind.OTHER
        if kind is DateKind.PROMISE and self.language.veto_promise.search(self.words, begin, end):
            return DateKind.OTHER
        today = span.kind == "tomorrow" and span.values.get("days") == 0
        if today and not timed and (kind is DateKind.APPOINTMENT or (kind is DateKind.PROMISE and not by)):
            # "Sorry that you hear from me only today" promises nothing.
            return DateKind.OTHER
        untimed = kind is DateKind.APPOINTMENT and not timed
        if (kind is DateKind.PROMISE or untimed) and self.language.absence.search(self.words):
            return DateKind.OTHER
        if days.last < self.sent.date() and kind is not DateKind.OTHER:
            return DateKind.PAST
        if kind is DateKind.OTHER and timed and not by and not find_kind(self, begin, end, "other"):
            # A bare line of a schedule or a list of proposals: the text around it says that it is about a meeting.
            if find_kind(self, max(0, begin - 1_500), min(len(self.words), end + 600), "appointment"):
                return DateKind.APPOINTMENT
        return kind

    def _at(self, found: _Found, days: Days, each: TimeSpan, kind: DateKind, floor: int) -> DateInWords:
        zone, zone_known = self._zone(each, found)
        start = self._instant(days.first, each.start, zone)
        if days.several and not days.ambiguous:
            return self._on_several(found, days, kind)
        if each.window and kind is DateKind.APPOINTMENT:
            kind = DateKind.OTHER
        if days.first != days.last:
            latest = self._instant(days.last, each.start, zone)
        elif each.finish is not None:
            latest = self._instant(days.last, each.finish, zone)
        else:
            latest = start
            minutes = (
                minutes_near(self.words, each.begin, each.end, self.language) if kind is DateKind.APPOINTMENT else 0
            )
            if minutes:
                latest = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
        close = each is found.times[0] and -_JOINED < each.begin - found.span.end < _JOINED
        close = close or 0 <= found.span.begin - each.end < _JOINED
        begin = min(found.span.begin, each.begin) if close else each.begin
        end = max(found.span.end, each.end) if close else each.end
        if kind is DateKind.APPOINTMENT and latest < self.sent:
            kind = DateKind.PAST
        ambiguous = days.first != days.last
        return DateInWords(kind, Precision.MINUTE, start, latest, *self._where(begin, end), ambiguous, zone_known)

    def _on_several(self, found: _Found, days: Days, kind: DateKind) -> DateInWords:
        first, last = self._instant(days.first, time(0), self.zone), self._instant(days.last, _LAST_MINUTE, self.zone)
        where = self._where(found.span.begin, found.span.end)
        kind = DateKind.OTHER if kind is DateKind.APPOINTMENT else kind
        return DateInWords(kind, Precision.RANGE, first, last, *where)

    def _zone(self, each: TimeSpan, found: _Found) -> tuple[tzinfo, bool]:
        words = each.zone_words
        if not words and found.span.begin >= each.end:
            # "11:00 am - Wednesday, March 25 (Eastern Time)": the zone may stand behind the day.
            behind = self.language.clock.zone.match(self.words, found.span.end)
            words = behind.group("zone") if behind else ""
        words = words or self.common_zone
        if not words:
            return self.zone, True
        zone = zone_at(words, self.zone, self.country)
        return (zone, True) if zone else (self.zone, False)

    def _common_zone(self, times: list[TimeSpan]) -> str:
        """The zone of times that name none: "all times Pacific", or the only zone that the other times name."""
        match = self.language.clock.all_times.search(self.words)
        if match:
            return match.group("zone")
        named = {each.zone_words.lower(): each.zone_words for each in times if each.zone_words}
        return next(iter(named.values())) if len(named) == 1 else ""

    def _backward(self, span: DaySpan) -> bool | None:
        if span.kind == "tomorrow":
            days = int(span.values["days"])
            return None if days == 0 else days < 0
        if span.values.get("which") == "last":
            return True
        which = str(span.values.get("which", ""))
        if which:
            named = next((name for name, expression in self.language.which if expression.match(which)), which)
            return True if named == "last" else False if named in {"next", "after_next"} else None
        return _BACKWARD.get(span.kind)

    def _instant(self, day: date, at: time, zone: tzinfo) -> datetime:
        there = datetime.combine(day, at, tzinfo=zone)
        # There and back, so that a time the clocks skip becomes one that exists.
        return there.astimezone(UTC).astimezone(zone)

    def _where(self, begin: int, end: int) -> tuple[str, int, int]:
        return self.original[begin:end], begin, end


def find_kind(text: _Text, begin: int, end: int, kind: str) -> bool:
    """Whether a cue of that kind stands between two offsets."""
    return dict(text.language.cues)[kind].search(text.words, begin, end) is not None


def _without_repeats(results: list[DateInWords]) -> list[DateInWords]:
    """The same time in two zones ("2 pm ET / 11 am PT") is one date."""
    kept: list[DateInWords] = []
    for result in results:
        if result.precision is Precision.MINUTE and any(
            known.earliest == result.earliest and 0 <= result.begin - known.begin < 80 for known in kept
        ):
            continue
        kept.append(result)
    return kept
