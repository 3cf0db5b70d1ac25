# SPDX-License-Identifier: EUPL-1.2
"""The demo's polls as clients in use write them (MSC3381 under its unstable names)."""

from typing import Any

from chancery.kit.ids import EventId

_POLL = "org.matrix.msc3381.poll"
_TEXT = "org.matrix.msc1767.text"
POLL_START = f"{_POLL}.start"
POLL_VOTE = f"{_POLL}.response"


def poll(text: str) -> dict[str, Any]:
    """Return an open poll with one choice, written as "question | answer | answer"."""
    question, *answers = text.split(" | ")
    listed = "\n".join(f"{number}. {answer}" for number, answer in enumerate(answers, 1))
    return {
        POLL_START: {
            "question": {_TEXT: question, "body": question, "msgtype": "m.text"},
            "kind": f"{_POLL}.disclosed",
            "max_selections": 1,
            "answers": [{"id": str(number), _TEXT: answer} for number, answer in enumerate(answers, 1)],
        },
        _TEXT: f"{question}\n{listed}",
        "m.mentions": {},
    }


def vote(poll_id: EventId, answer: str) -> dict[str, Any]:
    """Return the choice of one answer, which is named by its number."""
    return {
        "m.relates_to": {"rel_type": "m.reference", "event_id": poll_id},
        POLL_VOTE: {"answers": [answer]},
    }
