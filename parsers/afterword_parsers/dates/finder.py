"""Finding dates in words: days and times, resolved and told apart by the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from afterword_parsers.calendar.zones import zone_of
from afterword_parsers.dates.clock import ZONE_REACH, Clocks, TimeSpan
from afterword_parsers.dates.days import Days, DaySpan, days_of
from afterword_parsers.dates.durations import minutes_near
from afterword_parsers.dates.joining import JOINED, MOST_DATES, Found, join
from afterword_parsers.dates.kinds import Cue, DateWords, find_cues, is_conditional, is_latest, kind_of, nearest_cue
from afterword_parsers.dates.language import Language, language_of
from afterword_parsers.dates.sentences import plain, sentences
from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.dates.two_clocks import told_once

_MOST_TEXT = 60_000
_FIRST_YEAR, _LAST_YEAR = 1950, 2200
_LAST_MINUTE = time(23, 59)
# Kinds of day spans that name no certain day: nobody meets "within two weeks".
_VAGUE = frozenset({"date_range", "week", "week_of", "month", "within"})
_LONG_AGO, _SOON = timedelta(days=200), timedelta(days=120)
_BACKWARD = {"ago": True, "within": False, "business_day": False, "after_weekday": False}


def find_dates(
    text: str, *, sent: datetime, zone: tzinfo, language: str, country: str | None = None, written_there: bool = False
) -> tuple[DateInWords, ...]:
    """The dates that a text names, in its order. Never raises.

    `sent` (aware) is when the text was written, `zone` the reader's zone, in which days are days and in which times
    are read that name no zone (people write their common local time: `zone_known` stays True). `zone_known` is False
    where a zone is named that cannot be told ("IST" without a country). `language` is an ISO 639-1 code; where it finds
    nothing, English is tried. `country` (ISO 3166) is the sender's: it decides "12/05" and "IST". The first 60,000
    characters are read. `written_there` tells that `zone` is the writer's: then "your time" is a zone nobody knows.
    Otherwise "our time" is that of the offset of `sent`.
    """
    if not _FIRST_YEAR < sent.year < _LAST_YEAR:
        return ()
    sent = sent if sent.tzinfo else sent.replace(tzinfo=zone)
    known = language_of(language.lower()[:2]) if language else None
    english = language_of("en")
    words = plain(text[:_MOST_TEXT])
    day = sent.astimezone(zone)
    clocks = Clocks(None if written_there else zone, zone if written_there else _writers(sent, day), zone, country)
    for each in (known, english if english is not known else None):
        if each is not None:
            found = _Text(words, text, day, zone, each, clocks).dates()
            if found:
                return found
    if known is None:
        from afterword_parsers.dates.other_languages import find_dates_elsewhere

        return find_dates_elsewhere(words, text, day, language)
    return ()


@dataclass(slots=True)
class _Text:
    """A text being read: `words` is the plain form of `original`, `sent` is in the reader's `zone`."""

    words: str
    original: str
    sent: datetime
    zone: tzinfo
    language: Language
    clocks: Clocks
    common_zone: str = ""

    def dates(self) -> tuple[DateInWords, ...]:
        spans = sentences(self.words, self.language)
        joined = join(self.words, spans, self.language)
        self.common_zone = self._common_zone(joined.times)
        sentence: dict[int, list[Found]] = {}
        for each in joined.days[:MOST_DATES]:
            sentence.setdefault(each.sentence, []).append(each)
        results: list[DateInWords] = []
        for number, days in sentence.items():
            cues = find_cues(self.words, *spans[number], self.language)
            for each in days:
                results += self._read(each, spans[number], cues, tuple(day.span.begin for day in days))
        return tuple(sorted(_without_repeats(results), key=lambda result: (result.begin, result.end)))

    def _read(
        self, found: Found, sentence: tuple[int, int], cues: list[Cue], others: tuple[int, ...]
    ) -> list[DateInWords]:
        span = found.span
        backward = self._backward(span)
        by = is_latest(self.words, span.begin, sentence[0], self.language)
        words = DateWords(span.begin, span.end, others, by, bool(found.times), span.kind in _VAGUE, backward)
        cue = nearest_cue(words, cues)
        kind = DateKind.PAST if backward else kind_of(cue)
        days = self._days(span, past=kind is DateKind.PAST)
        if kind is DateKind.PAST and not backward and (days is None or self._far_gone(days)):
            # "The interview was moved to March 27" looks back, but March 27 does not lie there.
            ahead = self._days(span, past=False)
            if ahead and not ahead.ambiguous and ahead.last - self.sent.date() < _SOON:
                cue = nearest_cue(words, [other for other in cues if other.kind != "past"])
                kind, days = kind_of(cue), ahead
        if days is None:
            return []
        if kind is DateKind.PROMISE and cue and is_conditional(cue, *sentence, self.words, self.language):
            kind = DateKind.OTHER
        kind = self._settled(kind, span, days, words, sentence)
        if found.times and (days.ambiguous or not days.several):
            return [self._at(found, days, each, kind) for each in told_once(found.times, self.words)]
        if kind is DateKind.OTHER and _is_today(span):
            return []
        if kind is DateKind.APPOINTMENT and days.several:
            kind = DateKind.OTHER
        precision = Precision.RANGE if days.several else Precision.DAY
        ambiguous = days.ambiguous and not days.several
        first, last = self._instant(days.first, time(0), self.zone), self._instant(days.last, _LAST_MINUTE, self.zone)
        where = self._where(span.begin, span.end)
        same_hour = precision is Precision.DAY and self.language.same_hour.search(self.words, *sentence) is not None
        return [
            DateInWords(
                kind, precision, first, last, *where, ambiguous, business_days=days.business, same_hour=same_hour
            )
        ]

    def _settled(
        self, kind: DateKind, span: DaySpan, days: Days, words: DateWords, sentence: tuple[int, int]
    ) -> DateKind:
        """The kind, after what the whole sentence and the whole text say."""
        if kind is DateKind.PROMISE and (
            span.values.get("vague") or self.language.veto_promise.search(self.words, *sentence)
        ):
            return DateKind.OTHER
        if (
            _is_today(span)
            and not words.timed
            and (kind is DateKind.APPOINTMENT or (kind is DateKind.PROMISE and not words.by))
        ):
            # "Sorry that you hear from me only today" promises nothing.
            return DateKind.OTHER
        if kind is DateKind.PROMISE and self._is_recalled(words, sentence):
            return DateKind.PAST
        untimed = kind is DateKind.APPOINTMENT and not words.timed
        if (kind is DateKind.PROMISE or untimed) and self.language.absence.search(self.words):
            return DateKind.OTHER
        if days.last < self.sent.date() and kind is not DateKind.OTHER:
            return DateKind.PAST
        bare = kind is DateKind.OTHER and words.timed and not words.by
        # A bare line of a schedule or a list of proposals: the text around it says that it is about a meeting.
        if (
            bare
            and not self._says("other", *sentence)
            and self._says("appointment", sentence[0] - 1_500, sentence[1] + 600)
        ):
            return DateKind.APPOINTMENT
        return kind

    def _is_recalled(self, words: DateWords, sentence: tuple[int, int]) -> bool:
        """Whether the writer only recalls an earlier promise: "I know I said Friday"."""
        recalled = self.language.reported.finditer(self.words, *sentence)
        return any(match.start() < words.begin < match.end() for match in recalled)

    def _at(self, found: Found, days: Days, each: TimeSpan, kind: DateKind) -> DateInWords:
        zone, zone_known = self._zone(each, found)
        if each.window and kind is DateKind.APPOINTMENT:
            kind = DateKind.OTHER
        start = self._instant(days.first, each.start, zone)
        latest = self._instant(days.last, each.finish or each.start, zone)
        if each.finish is None and days.first == days.last and kind is DateKind.APPOINTMENT:
            minutes = minutes_near(self.words, each.begin, each.end, self.language)
            latest = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
        if kind is DateKind.APPOINTMENT and latest < self.sent:
            kind = DateKind.PAST
        beside = 0 <= found.span.begin - each.end < JOINED
        beside = beside or (each is found.times[0] and 0 <= each.begin - found.span.end < JOINED)
        begin = min(found.span.begin, each.begin) if beside else each.begin
        end = max(found.span.end, each.end) if beside else each.end
        ambiguous = days.first != days.last
        return DateInWords(kind, Precision.MINUTE, start, latest, *self._where(begin, end), ambiguous, zone_known)

    def _days(self, span: DaySpan, *, past: bool) -> Days | None:
        return days_of(span, self.sent.date(), self.language, past=past, country=self.clocks.country)

    def _far_gone(self, days: Days) -> bool:
        return days.ambiguous or self.sent.date() - days.last > _LONG_AGO

    def _says(self, kind: str, begin: int, end: int) -> bool:
        return dict(self.language.cues)[kind].search(self.words, max(0, begin), max(0, end)) is not None

    def _zone(self, each: TimeSpan, found: Found) -> tuple[tzinfo, bool]:
        words = each.zone_words
        if not words and found.span.begin >= each.end:
            # "11:00 am - Wednesday, March 25 (Eastern Time)": the zone may stand behind the day.
            behind = self.language.clock.zone.match(self.words, found.span.end, found.span.end + ZONE_REACH)
            words = behind.group("zone") if behind else ""
        words = words or self.common_zone
        if not words:
            return self.zone, True
        zone = self.clocks.zone_at(words)
        return (zone, True) if zone else (self.zone, False)

    def _common_zone(self, times: list[TimeSpan]) -> str:
        """The zone of times that name none: "all times Pacific", or the only zone that the other times name."""
        match = self.language.clock.all_times.search(self.words)
        if match:
            return match.group("zone")
        country = self.clocks.country
        named = {each.zone_words.lower(): each.zone_words for each in times if zone_of(each.zone_words, country)}
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


def _writers(sent: datetime, there: datetime) -> tzinfo | None:
    """The writer's zone as far as the date of the message tells; `there` is the same moment in the reader's zone.

    Many mail programs write every date in UTC, which says nothing about the writer.
    """
    offset = sent.utcoffset()
    if offset == there.utcoffset():
        return there.tzinfo
    return timezone(offset) if offset else None


def _is_today(span: DaySpan) -> bool:
    return span.kind == "tomorrow" and span.values.get("days") == 0


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
