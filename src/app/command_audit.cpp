// `chiron audit`: which pairs an institution already has break which rule, on which days; what is unknown.
#include "app/commands.h"
#include "app/judging.h"
#include "app/output.h"
#include "app/roster_options.h"
#include "base/clock.h"
#include "features/conflicts/audit_report.h"
#include "features/conflicts/findings_file.h"

namespace chiron::app {
namespace {

struct Options {
  RosterOptions roster;
  std::string term, role = "mentor", out;
};

Result<> audit(const Options& options, Console& console) {
  Output output(options.out);
  TRY(options.roster.keep_inputs({output.path("findings.csv"), output.path("report.html"), output.path("pairs.html")}));
  const DateRange term = TRY(DateRange::parse(options.term));
  const auto role = TRY(conflict::parse_role(options.role));
  console.progress(text::Sentence("progress.reading"));
  const auto reading = TRY(options.roster.read(console, term));
  const auto judging = TRY(arrange(reading.roster, console));
  const auto pairs = TRY(pairs_of(reading.roster, role));
  console.progress(text::Sentence("progress.judging").with("pairs", pairs.size()));
  const auto audited = conflicts::audit_pairs(judging.index, conflicts::standard_policies(), pairs, term);

  conflicts::FindingsFile findings(reading.roster);
  for (const auto& pair : audited.pairs) {
    findings.add({pair.pair.learner, pair.pair.educator}, pair.verdict.findings);
    findings.add_unknown({pair.pair.learner, pair.pair.educator}, pair.verdict.unknown_days);
  }
  const Date today = SystemClock().now().utc_date();
  output.add("findings.csv", findings.text());
  output.add("report.html",
             page(conflicts::accreditor_document(audited, reading.roster, judging.facts, today), console.catalog()));
  output.add("pairs.html",
             page(conflicts::audit_document(audited, reading.roster, judging.facts, today), console.catalog()));
  TRY(output.write());

  console.say(text::Sentence("audit.standing")
                  .with("mixed", audited.learners_mixed)
                  .with("learners", audited.learners)
                  .with("unknown", audited.learners_unknown));
  if (audited.outside_term) console.say(text::Sentence("command.audit.outside").with("count", audited.outside_term));
  console.say(text::Sentence("app.written")
                  .with("directory", options.out)
                  .with("files", "report.html, pairs.html, findings.csv"));
  return {};
}

}  // namespace

Command audit_command() {
  return {"audit", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            options->roster.define(arguments, Takes::either);
            arguments.value("--pairs", options->roster.files.pairs, "FILE").required();
            arguments.value("--term", options->term, "FROM..TO").required();
            arguments.value("--role", options->role).shows_default();
            arguments.value("--out", options->out, "DIR").required();
            return [options](Console& console) { return finish(audit(*options, console), console); };
          }};
}

}  // namespace chiron::app
