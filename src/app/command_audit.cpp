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
  return {"audit", [](CLI::App& app, const text::Catalog& catalog) {
            auto options = std::make_shared<Options>();
            options->roster.define(app, catalog, Takes::either);
            app.add_option("--pairs", options->roster.files.pairs, option_help(catalog, "audit", "pairs"))
                ->required()
                ->type_name("FILE");
            app.add_option("--term", options->term, option_help(catalog, "audit", "term"))
                ->required()
                ->type_name("FROM..TO");
            app.add_option("--role", options->role, option_help(catalog, "audit", "role"))->capture_default_str();
            app.add_option("--out", options->out, option_help(catalog, "audit", "out"))->required()->type_name("DIR");
            return [options](Console& console) { return finish(audit(*options, console), console); };
          }};
}

}  // namespace chiron::app
