"""Buckets of a time zone as Python's zoneinfo has them, for calendar_test.cpp to compare with.

Usage: buckets.py ZONE FROM TO, both in Unix seconds and whole quarters of an hour.

Looks at each quarter of an hour and prints `size start rfc3339` where another hour, day, week or month begins.
"""
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

QUARTER = 900


def keys(local):
    """What all quarters of the same bucket have in common, for each size."""
    return {
        "hour": (local.date(), local.hour, local.utcoffset()),
        "day": local.date(),
        "week": local.isocalendar()[:2],
        "month": (local.year, local.month),
    }


def main(name, begin, end):
    zone = ZoneInfo(name)
    last = {}
    for moment in range(int(begin), int(end), QUARTER):
        local = datetime.fromtimestamp(moment, zone)
        text = local.isoformat().replace("+00:00", "Z")
        for size, key in keys(local).items():
            # A day that has begun is not over because clocks are set back to the evening before it.
            if size in last and (key == last[size] or (size != "hour" and key < last[size])):
                continue
            last[size] = key
            print(size, moment, text)


main(*sys.argv[1:])
