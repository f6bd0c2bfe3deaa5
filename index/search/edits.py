"""How far apart two words are."""

from __future__ import annotations


def within(one: str, other: str, most: int) -> bool:
    """Whether two words are at most `most` edits apart; swapping neighbours is one edit.

    Restricted Damerau-Levenshtein distance (optimal string alignment), row by row.
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        last, row, older = row, [i], before
        for j, candidate in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != candidate))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == candidate:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        before = last
    return row[-1] <= most
