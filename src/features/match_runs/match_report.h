// A match run as documents a coordinator can read: who could be matched at all, who got whom and why, who did not and
// what would help, load, fairness with small groups hidden, conflicts kept apart, the proof, the run record.
#pragma once

#include <string>
#include <vector>

#include "features/match_runs/match_run.h"
#include "platform/report/document.h"

namespace chiron::match_runs {

/// What a reader needs to run it again: shown at the end, and the first lines of a run's record.
struct RunRecord {
  struct File {
    std::string name;
    /// Lower-case hex of the bytes read. Empty for files of private answers: a handful of wishes could be guessed from
    /// their fingerprint.
    std::string sha256;
  };
  std::vector<File> files;
  Date prepared_on;
  std::string version;  ///< of Chiron
};

/// Eligibility alone: who could be matched, what binds, remedies in order.
report::Document eligibility_document(const Request& request, const Run& run);

/// The whole report. Tables longer than `rows_shown` are cut and say so; matches.csv has every row.
report::Document match_document(const Request& request, const Run& run, const RunRecord& record,
                                std::size_t rows_shown = 1000);

/// Least certain first: not green before green, then the pair whose loss would cost the whole least, then low fit.
std::vector<const Proposal*> by_certainty(const Run& run);
/// "same_site 12; shared_interests 8": what makes the fit, and the points for it.
std::string reasons_of(const Proposal& proposal);
/// Why a learner has no proposal, in a word: "no_candidate", "no_seat", "shortage", "outbid", "not_preferred",
/// "below_floor", or "not_told" where private answers decide.
std::string_view reason_word(const Run& run, const Unplaced& unplaced);

/// `learner,educator,score,conflict,wished_for_by,reasons,margin`: one row per proposal. The score is the fit without
/// wishes; the margin is empty where private answers were asked for.
std::string matches_csv(const Request& request, const Run& run);

/// `learner,eligible,reason,rule,remedy`: one row per learner without a proposal.
std::string unmatched_csv(const Request& request, const Run& run);

}  // namespace chiron::match_runs
