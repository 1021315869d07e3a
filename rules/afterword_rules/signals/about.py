"""What a message is about, as far as later steps need it beside its signal."""

from __future__ import annotations

from functools import cache
from importlib import resources

from afterword_parsers.message import Message
from afterword_rules.signals.message_sentences import own_words
from afterword_rules.signals.phrases import PhraseIndex, phrase
from afterword_rules.signals.sentences import Where, plain, sentences
from afterword_rules.yaml_files.source import read_yaml


def speaks_of_own_application(message: Message) -> bool:
    """Whether the sender speaks of an application of the reader ("your application"), in any of the known languages."""
    subject = plain(message.subject)
    if _phrases("own_application_subject").find(subject) or _phrases("own_application").find(subject):
        return True
    return _stands("own_application", own_words(message))


def asks_for_news(message: Message) -> bool:
    """Whether the writer asks how an application stands. Meant for mail the owner sent; quotes are not looked at."""
    return _stands("asks_for_news", own_words(message))


def tells_of_one_more_talk(message: Message) -> bool:
    """Whether the writer tells of a talk besides others ("a second interview", "you will also meet")."""
    return _stands("one_more_talk", own_words(message))


def _stands(name: str, text: str) -> bool:
    index = _phrases(name)
    return any(index.find(sentence.plain) for sentence in sentences(text, Where.BODY))


@cache
def _phrases(name: str) -> PhraseIndex:
    source = resources.files("afterword_rules") / "defaults" / "about.yaml"
    lists: dict[str, list[str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return PhraseIndex.of((0, phrase(text)) for text in lists[name])
