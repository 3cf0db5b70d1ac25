# SPDX-License-Identifier: EUPL-1.2
"""Teams whose people a directory or an identity provider decides."""

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.service.editor import OrgEditor
from chancery.platform.db.port import Write


class ProvisionedTeams:
    """`TeamProvisioning` by the editor."""

    def __init__(self, editor: OrgEditor, audit: AuditLog) -> None:
        self._editor = editor
        self._audit = audit

    def add(self, write: Write, unit_id: UnitId, name: str, *, actor: str) -> TeamId:
        team = self._editor.add_team(write, unit_id, name=name)
        self._audit.record(write, Entry("team.created", actor, f"team:{team.id}"))
        return team.id

    def rename(self, write: Write, team_id: TeamId, name: str, *, actor: str) -> None:
        self._editor.rename_team(write, team_id, name)
        self._audit.record(write, Entry("team.renamed", actor, f"team:{team_id}"))

    def join(self, write: Write, team_id: TeamId, user_id: UserId, *, actor: str) -> None:
        self._editor.add_team_member(write, team_id, user_id)
        self._audit.record(write, Entry("team.joined", actor, user_id, {"team_id": team_id}))

    def leave(self, write: Write, team_id: TeamId, user_id: UserId, *, actor: str) -> None:
        self._editor.remove_team_member(write, team_id, user_id)
        self._audit.record(write, Entry("team.left", actor, user_id, {"team_id": team_id}))

    def close(self, write: Write, team_id: TeamId, *, actor: str) -> None:
        self._editor.close_team(write, team_id)
        self._audit.record(write, Entry("team.closed", actor, f"team:{team_id}"))
