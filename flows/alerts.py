"""Puts figuredrift's automations on a Prefect server: lost runs end, and a person is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from flows.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient
    from prefect.events.schemas.automations import EventTrigger

LOST_AFTER = timedelta(seconds=90)  # three heartbeats missed
ROUNDS_MISSED = 4  # so many rounds without one that completed are told
OURS = "figuredrift: "  # begins the name of every automation made here
HOOK = "figuredrift"  # name of the block that holds the address to tell


def put(settings: Settings) -> list[str]:
    """Make the automations on the server of PREFECT_API_URL anew; returns their names.

    With `alert_url` set, that address gets a POST of {"subject", "text"} when a run fails or
    crashes, and when no round has completed for some time.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState, SendNotification
    from prefect.events.schemas.automations import AutomationCore, Posture

    lost = AutomationCore(
        name=f"{OURS}runs without a sign of life have crashed",
        description="A killed process cannot say so; its slot would stay taken.",
        trigger=_trigger(
            after={f"prefect.flow-run.{sign}" for sign in ("Pending", "Running", "heartbeat")},
            expect={"prefect.flow-run.*"},
            posture=Posture.Proactive,
            within=LOST_AFTER,
            each=True,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"no sign of life for {LOST_AFTER.total_seconds():g} seconds",
                force=False,
            )
        ],
    )
    wanted = [lost]
    with get_client(sync_client=True) as client:
        if settings.alert_url is not None:
            hook = _hook(client, settings.alert_url.get_secret_value())
            silence = timedelta(minutes=max(5.0, ROUNDS_MISSED * settings.every_minutes))
            wanted += [
                AutomationCore(
                    name=f"{OURS}tell of runs that fail or crash",
                    trigger=_trigger(
                        expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
                        posture=Posture.Reactive,
                    ),
                    actions=[
                        SendNotification(
                            block_document_id=hook,
                            subject="figuredrift: a run did not complete",
                            body="{{ flow.name }} ({{ flow_run.name }}) is {{ flow_run.state.name "
                            "}}: {{ flow_run.state.message }}",
                        )
                    ],
                ),
                AutomationCore(
                    name=f"{OURS}tell when no run completes",
                    trigger=_trigger(
                        after={"prefect.flow-run.Scheduled", "prefect.flow-run.Completed"},
                        expect={"prefect.flow-run.Completed"},
                        posture=Posture.Proactive,
                        within=silence,
                    ),
                    actions=[
                        SendNotification(
                            block_document_id=hook,
                            subject="figuredrift: no run completes",
                            body=f"none has for {silence.total_seconds() / 60:g} minutes",
                        )
                    ],
                ),
            ]
        for old in client.read_automations():
            if old.name.startswith(OURS):
                client.delete_automation(old.id)
        for one in wanted:
            client.create_automation(one)
    return [one.name for one in wanted]


def _trigger(each: bool = False, **given: Any) -> EventTrigger:
    from prefect.events.schemas.automations import EventTrigger
    from prefect.events.schemas.events import ResourceSpecification

    return EventTrigger(
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"} if each else set(),
        threshold=1,
        **given,
    )


def _hook(client: SyncPrefectClient, url: str) -> UUID:
    """The block that posts to `url`, which it keeps encrypted."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    hook = CustomWebhookNotificationBlock.model_validate(
        {
            "name": HOOK,
            "url": "{{url}}",
            "json_data": {"subject": "{{subject}}", "text": "{{body}}"},
            "secrets": {"url": url},
        }
    )
    # Not a coroutine outside an event loop.
    return cast("UUID", cast(Any, hook).save(HOOK, overwrite=True))
