# SPDX-License-Identifier: EUPL-1.2
"""Builds search."""

from dataclasses import dataclass

from chancery.modules.rooms.contract import RoomArchive, RoomReader
from chancery.modules.search import reactions
from chancery.modules.search.api import SearchApi
from chancery.modules.search.contract import SearchIndex
from chancery.modules.search.service.answers import Answers
from chancery.modules.search.service.indexer import Indexer
from chancery.modules.search.service.searching import Searching
from chancery.modules.search.store import SearchStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database
from chancery.platform.lifecycle import Module


@dataclass(frozen=True)
class SearchModule:
    """The built module and its door."""

    manifest: Module
    index: SearchIndex


def build(*, database: Database, bus: Bus, archive: RoomArchive, reader: RoomReader) -> SearchModule:
    """Put the module together and subscribe it to the bus."""
    store = SearchStore(database)
    indexer = Indexer(database=database, store=store, archive=archive, reader=reader)
    searching = Searching(store=store, indexer=indexer, archive=archive, reader=reader)
    reactions.subscribe(bus, indexer)
    manifest = Module(
        name="search",
        needs=("rooms",),
        routes=SearchApi(Answers(searching, archive, reader)).routes(),
        start=indexer.start,
        stop=indexer.stop,
    )
    return SearchModule(manifest, indexer)
