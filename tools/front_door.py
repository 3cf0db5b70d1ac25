# SPDX-License-Identifier: EUPL-1.2
"""An import contract: a module is entered only by its front doors."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """Between siblings of `container`, only the rooms in `doors` may be imported."""

    type_name = "front_door"
    container = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return every import of a sibling that does not go through a door."""
        prefix = f"{self.container}."
        broken = [
            (importer, imported)
            for importer in sorted(module for module in graph.modules if module.startswith(prefix))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(prefix) and not self._is_allowed(importer, imported, prefix)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_allowed(self, importer: str, imported: str, prefix: str) -> bool:
        home = importer.removeprefix(prefix).split(".")[0]
        target = imported.removeprefix(prefix).split(".")
        return target[0] == home or (len(target) > 1 and target[1] in self._door_names())

    def _door_names(self) -> set[str]:
        return set(cast("set[str]", self.doors))  # a field descriptor: the linter puts a set in its place

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line per broken import."""
        doors = ", ".join(sorted(self._door_names()))
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} -> {imported}: enter by {doors}")
