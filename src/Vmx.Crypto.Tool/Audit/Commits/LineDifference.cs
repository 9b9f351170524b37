// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.Linq;

namespace Vmx.Crypto.Tool.Audit.Commits;

/// <summary>Which lines of two texts differ, by their numbers from 0.</summary>
/// <param name="Removed">Lines of the old text that the new one lacks.</param>
/// <param name="Added">Lines of the new text that the old one lacks.</param>
internal sealed record LineDifference(IReadOnlyList<int> Removed, IReadOnlyList<int> Added)
{
    /// <summary>A text that needs more is another text: all of it counts as removed and added.</summary>
    private const int MostEdits = 5000;

    /// <summary>
    /// A shortest edit script by Myers's greedy algorithm (An O(ND) Difference Algorithm and Its Variations, 1986): after d
    /// edits, furthest[k] is the furthest old line that can be reached with k more removals than additions.
    /// </summary>
    public static LineDifference Between(IReadOnlyList<string> old, IReadOnlyList<string> @new)
    {
        int start = 0;
        while (start < old.Count && start < @new.Count && old[start] == @new[start])
        {
            start++;
        }
        int oldEnd = old.Count;
        int newEnd = @new.Count;
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == @new[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }
        return FindPath(old, @new, start, oldEnd - start, newEnd - start) is List<int[]> steps
            ? Trace(steps, start, oldEnd - start, newEnd - start)
            : new LineDifference([.. Enumerable.Range(start, oldEnd - start)], [.. Enumerable.Range(start, newEnd - start)]);
    }

    private static List<int[]>? FindPath(IReadOnlyList<string> old, IReadOnlyList<string> @new, int start, int oldCount, int newCount)
    {
        int limit = oldCount + newCount;
        int[] furthest = new int[(2 * limit) + 3];
        List<int[]> steps = [];
        for (int edits = 0; edits <= Math.Min(limit, MostEdits); edits++)
        {
            // The step keeps what the next one reads: the diagonals from -edits to +edits.
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                int at = limit + 1 + diagonal;
                int x = diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]) ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < oldCount && x - diagonal < newCount && old[start + x] == @new[start + x - diagonal])
                {
                    x++;
                }
                furthest[at] = x;
                if (x >= oldCount && x - diagonal >= newCount)
                {
                    steps.Add(furthest[(limit + 1 - edits)..(limit + 2 + edits)]);
                    return steps;
                }
            }
            steps.Add(furthest[(limit + 1 - edits)..(limit + 2 + edits)]);
        }
        return null;
    }

    private static LineDifference Trace(List<int[]> steps, int start, int oldCount, int newCount)
    {
        List<int> removed = [];
        List<int> added = [];
        int x = oldCount;
        int y = newCount;
        for (int edits = steps.Count - 1; edits > 0; edits--)
        {
            int[] before = steps[edits - 1];
            int Reached(int diagonal) => before[diagonal + edits - 1];
            int diagonal = x - y;
            bool isAddition = diagonal == -edits || (diagonal != edits && Reached(diagonal - 1) < Reached(diagonal + 1));
            if (isAddition)
            {
                x = Reached(diagonal + 1);
                y = x - (diagonal + 1);
                added.Add(start + y);
            }
            else
            {
                x = Reached(diagonal - 1);
                y = x - (diagonal - 1);
                removed.Add(start + x);
            }
        }
        removed.Reverse();
        added.Reverse();
        return new LineDifference(removed, added);
    }
}
