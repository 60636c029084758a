"""Campaigns that were over long ago name nobody any more; their reports say what they said."""

from collections.abc import Callable
from datetime import datetime

from newsletter.reports.report import frozen_aftermath
from newsletter.sending.retention import Retention
from subscribers.people import People


def sweep(people: People, *, before: datetime, is_enough: Callable[[], bool]) -> int:
    """Put marks in place of people in campaigns that have been over since before then; how many deliveries.

    `is_enough` is asked after each batch: what is left is for the next time. A process that dies in between leaves a
    campaign that names some people and not others, which nobody but the next sweep notices.
    """
    retention, number = Retention(people.database, people.marks.of_people), 0
    due = retention.due(before=before)
    # All reports first: whom a campaign reached last is seen from the people in the others.
    for campaign, _ in due:
        retention.begin(campaign, frozen_aftermath(people.database, campaign))
    for campaign, issue in due:
        for swept in retention.sweep(campaign, issue):
            number += swept
            if is_enough():
                return number
    return number
