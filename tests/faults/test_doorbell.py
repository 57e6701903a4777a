"""The folder of files that stands in for a broker: no half message may stop a worker."""

from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

from casemgmt.doorbell import Transport

QUEUE = Queue("celery", Exchange("celery"), routing_key="celery")


@pytest.fixture
def channel(tmp_path):
    (tmp_path / "broker").mkdir()
    folder = str(tmp_path / "broker")
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport="casemgmt.doorbell:Transport", transport_options=options) as connection:
        assert isinstance(connection.transport, Transport)
        yield connection.default_channel


def test_messages_come_in_the_order_they_were_sent_and_once(channel):
    for number in range(20):
        channel._put("celery", {"number": number})

    assert [channel._get("celery")["number"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_torn_message_is_passed_over(channel, tmp_path):
    (tmp_path / "broker" / "0_torn.celery.msg").write_text("")
    channel._put("celery", {"number": 1})

    assert channel._get("celery") == {"number": 1}


def test_a_message_that_is_being_written_is_not_seen(channel, tmp_path):
    (tmp_path / "broker" / "0_half.celery.msg.part").write_text('{"num')

    with pytest.raises(Empty):
        channel._get("celery")


def test_a_torn_list_of_queues_is_written_anew(channel, tmp_path):
    QUEUE(channel).declare()
    (tmp_path / "control" / "celery.exchange").write_text("")

    torn = channel.get_table("celery")
    channel._queue_bind("celery", "celery", "", "celery")

    assert torn == []
    assert [bound.queue for bound in channel.get_table("celery")] == ["celery"]
