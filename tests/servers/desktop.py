"""A desktop that shows no notes but prints them, one JSON object a line. It stands on the bus of its environment.

--plain: understands no markup. --hang: owns the name and never answers.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.Notifications"
DRIVER = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")


def main() -> None:
    with open_dbus_connection() as bus:
        bus.send_and_get_reply(new_method_call(DRIVER, "RequestName", "su", (NAME, 0)))
        say("ready")
        if "--hang" in sys.argv:
            time.sleep(3600)
        while True:
            answer(bus, bus.receive())


def answer(bus: Any, message: Any) -> None:
    if message.header.message_type is not MessageType.method_call:
        return
    method = message.header.fields[HeaderFields.member]
    if method == "GetCapabilities":
        known = ["body"] if "--plain" in sys.argv else ["body", "body-markup", "persistence"]
        bus.send(new_method_return(message, "as", (known,)))
    elif method == "Notify":
        app, _, icon, summary, body, *_ = message.body
        say(json.dumps({"app": app, "icon": icon, "summary": summary, "body": body}))
        bus.send(new_method_return(message, "u", (1,)))


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
