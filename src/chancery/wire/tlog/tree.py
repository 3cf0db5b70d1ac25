# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962 section 2.1: hashes, an appendable compact range, and both kinds of proof."""

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return MTH of one entry; the 0x00 prefix keeps leaves and inner nodes apart."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The roots of the perfect subtrees that a tree of `size` leaves consists of, largest first.

    It is all that appending needs: at most 63 hashes, whatever the size.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError("a compact range has one hash per set bit of its size")
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            rest >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index` (RFC 6962 section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError("the tree has no such leaf")
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_proof(leaves[:middle], index), tree_root(leaves[middle:])]
    return [*inclusion_proof(leaves[middle:], index - middle), tree_root(leaves[:middle])]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of `old_size` leaves is a prefix of this one (section 2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise ValueError("the old tree must be a non-empty prefix")
    return _subproof(leaves, old_size, complete=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, complete: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if complete else [tree_root(leaves)]
    middle = _split(len(leaves))
    if old_size <= middle:
        return [*_subproof(leaves[:middle], old_size, complete=complete), tree_root(leaves[middle:])]
    return [*_subproof(leaves[middle:], old_size - middle, complete=False), tree_root(leaves[:middle])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `proof` shows that `leaf` is number `index` of a tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last = index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            leaf = node_hash(sibling, leaf)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and leaf == root


def verify_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether `proof` shows the old tree to be a prefix of the new one (RFC 9162 section 2.1.4.2)."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        return False
    return _consistent(old_size - 1, size - 1, path, (old_root, root))


def _consistent(position: int, last: int, path: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and (old, new) == roots
