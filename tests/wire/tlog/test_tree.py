# SPDX-License-Identifier: EUPL-1.2
"""The tree against RFC 6962's reference values, and its proofs against every small tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.wire.tlog.tree import (
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

# The eight entries and roots used by the certificate-transparency reference implementation for RFC 6962.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_implementation(size: int) -> None:
    assert tree_root(LEAVES[:size]).hex() == ROOTS[size]


def test_inclusion_path_is_the_reference_path() -> None:
    path = [node.hex() for node in inclusion_proof(LEAVES, 5)]
    assert path == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_consistency_proof_is_the_reference_proof() -> None:
    proof = [node.hex() for node in consistency_proof(LEAVES, 6)]
    assert proof == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def _leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(index).encode()) for index in range(count)]


@given(st.integers(1, 70), st.data())
def test_every_leaf_has_a_proof_that_fits_nothing_else(size: int, data: st.DataObject) -> None:
    leaves, index = _leaves(size), data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), tree_root(leaves)
    assert verify_inclusion(leaves[index], index, size, proof, root)
    assert not verify_inclusion(leaf_hash(b"forged"), index, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not verify_inclusion(leaves[index], size, size, proof, root)


@given(st.integers(1, 70), st.data())
def test_every_prefix_is_proved_and_a_rewritten_past_is_not(size: int, data: st.DataObject) -> None:
    leaves, old = _leaves(size), data.draw(st.integers(1, size))
    proof = consistency_proof(leaves, old)
    old_root, root = tree_root(leaves[:old]), tree_root(leaves)
    assert verify_consistency(old, old_root, size, root, proof)
    changed = [leaf_hash(b"rewritten"), *leaves[1:]]
    assert not verify_consistency(old, tree_root(changed[:old]), size, root, proof)
    assert not verify_consistency(old, old_root, size, tree_root(changed), proof)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_compact_range_goes_on_where_it_was_saved(first: int, more: int) -> None:
    leaves = _leaves(first + more)
    start = CompactRange()
    for leaf in leaves[:first]:
        start.append(leaf)
    resumed = CompactRange(start.size, start.hashes)
    for leaf in leaves[first:]:
        resumed.append(leaf)
    assert resumed.root() == tree_root(leaves)


def test_a_compact_range_with_a_wrong_number_of_hashes_is_refused() -> None:
    with pytest.raises(ValueError, match="one hash per set bit"):
        CompactRange(3, [b"x"])
