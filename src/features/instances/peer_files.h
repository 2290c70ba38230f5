// Peers as files: who may be paired with whom, or who is to be put into groups and wishes for whom; and the answers
// that `chiron pairs` and `chiron groups` write. docs/matching.md describes the files.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "engines/matching/groups.h"
#include "engines/matching/peers.h"
#include "features/instances/id_table.h"

namespace chiron::instances {

/// Where peers to be paired lie. "" = not given.
struct PeerFiles {
  std::string edges;       ///< person,peer,score: each pair once, either way around
  std::string people;      ///< person[,stage]: everybody; without it, who stands in the edges
  std::string ranks;       ///< person,peer,person_rank,peer_rank: for every pair of edges, either way around
  std::string near_stage;  ///< "1..2": only pairs whose stages are that many steps apart, both ends included
};

struct PeerInstance {
  matching::PeerProblem problem;  ///< people in the order of the people file, else of first appearance
  IdTable people;
  unsigned decimals = 0;       ///< scores count in steps of 10^-decimals
  std::uint64_t not_near = 0;  ///< pairs that --near-stage left out
};

/// Reads all files as streams. The first thing that is wrong is refused with its file and row: the errors of
/// csv::Reader; instances.missing_column, .empty, .no_id, .bad_score, .score_range, .bad_rank as in instance_files.h;
/// and
///   instances.repeated_person {file, row, person, other}; .unknown_person {file, row, person, people}
///   instances.self_pair {file, row, person}; .repeated_peers {file, row, person, peer, other}
///   instances.no_such_peers {file, row, person, peer, edges}; .repeated_peer_ranks {file, row, person, peer}
///   instances.unranked_peers {file, person, peer}
///   instances.bad_stage {file, row, person, stage}; .bad_range {option, value}; .near_stage_needs
///   matching.too_large
Result<PeerInstance> read_peers(const PeerFiles& files);

/// `person,peer`, everybody once in the order of the problem; who stays alone has an empty peer.
std::string pairs_csv(const PeerInstance& instance, const matching::PeerSolution& solution);
/// `kind,id,value`: everything a stranger needs to prove the answer.
std::string certificate_csv(const PeerInstance& instance, const matching::PeerSolution& solution);

/// Where people to be grouped lie. "" = not given.
struct GroupFiles {
  std::string people;  ///< person[,stage][,site]: any words; an empty cell is unknown
  std::string wishes;  ///< person,wished
  std::string size;    ///< "5..8" or "6"
};

struct GroupInstance {
  matching::GroupProblem problem;  ///< people in the order of the file
  IdTable people;
};

/// As read_peers; besides
///   instances.self_wish {file, row, person}; .repeated_wish {file, row, person, wished, other}
///   instances.bad_size {value, limit}
Result<GroupInstance> read_groups(const GroupFiles& files);

/// `person,group`, groups counted from 1.
std::string groups_csv(const GroupInstance& instance, const matching::GroupSolution& solution);
/// `kind,id,value`: what the groups are worth, what none can exceed, and the evidence for it.
std::string certificate_csv(const GroupInstance& instance, const matching::GroupSolution& solution);

}  // namespace chiron::instances
