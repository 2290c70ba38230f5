"""Called by matching_against_python: times SciPy's solve alone (its data already in memory, seats expanded to columns),
and `chiron assign` as a whole process, from reading its files to writing its answer and certificate."""

import csv
import subprocess
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

PENALTY = 10_000  # of a learner without an educator, as the published instances have it


def read(folder):
    """Edges as arrays, with one column for each seat."""
    seats, column = {}, 0
    for row in csv.DictReader(open(folder + "/capacities.csv")):
        seats[row["educator"]] = range(column, column + int(row["capacity"]))
        column += int(row["capacity"])
    learners, edges = {}, []
    for row in csv.DictReader(open(folder + "/edges.csv")):
        learner = learners.setdefault(row["learner"], len(learners))
        edges.extend((learner, seat, int(row["score"])) for seat in seats[row["educator"]])
    return len(learners), column, np.array(edges)


def dense(count, seats, edges):
    table = np.full((count, seats + count), -PENALTY)
    table[edges[:, 0], edges[:, 1]] = edges[:, 2]

    def solve():
        rows, columns = linear_sum_assignment(table, maximize=True)
        return int(table[rows, columns].sum())

    return solve


def sparse(count, seats, edges):
    # A seat of their own takes learners who stay without an educator; weights are positive, as the solver wants them.
    rows = np.concatenate([edges[:, 0], np.arange(count)])
    columns = np.concatenate([edges[:, 1], seats + np.arange(count)])
    weights = np.concatenate([10_001 - edges[:, 2], np.full(count, 10_001 + PENALTY)])
    table = csr_matrix((weights, (rows, columns)), shape=(count, seats + count))

    def solve():
        rows, columns = min_weight_full_bipartite_matching(table)
        return int(count * 10_001 - table[rows, columns].sum())

    return solve


def own(chiron, folder):
    answer = folder + "/answer.csv"
    subprocess.run(
        [chiron, "assign", "--edges", folder + "/edges.csv", "--capacities", folder + "/capacities.csv",
         "--objective", "total", "--unmatched-penalty", str(PENALTY), "--out", answer,
         "--certificate", folder + "/certificate.csv"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return answer


def value_of(answer, folder):
    score = {(row["learner"], row["educator"]): int(row["score"]) for row in csv.DictReader(open(folder + "/edges.csv"))}
    return sum(score[row["learner"], row["educator"]] if row["educator"] else -PENALTY
               for row in csv.DictReader(open(answer)))


def main(chiron, rounds, folder):
    for name, what, prepare in [("500 x 500, all pairs", "linear_sum_assignment", dense),
                                ("real 10,000 x 2,500 x 40", "min_weight_full_bipartite_matching", sparse)]:
        place = folder + ("/dense" if prepare is dense else "/sparse")
        solve = prepare(*read(place))
        theirs, ours = [], []
        for _ in range(rounds):
            start = time.perf_counter()
            value = solve()
            theirs.append(time.perf_counter() - start)
            start = time.perf_counter()
            answer = own(chiron, place)
            ours.append(time.perf_counter() - start)
        same = value == value_of(answer, place)
        their, our = sorted(theirs)[rounds // 2], sorted(ours)[rounds // 2]
        print(f"{name}: SciPy's {what} {their:.3f} s (solve alone), chiron assign {our:.3f} s (files in, files out): "
              f"{their / our:.1f} times; {'same value' if same else 'DIFFERENT VALUES'}", flush=True)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
