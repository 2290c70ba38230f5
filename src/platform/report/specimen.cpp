// The specimen's content; see specimen.h.
#include "platform/report/specimen.h"

namespace chiron::report {
namespace {

Sentence say(const char* words) { return text::verbatim(words); }
Date day(const char* iso) { return Date::parse(iso).value(); }
DateRange days(const char* iso) { return DateRange::parse(iso).value(); }

Table findings() {
  Table table;
  table.id = "findings";
  table.caption = say("Pairs in which the mentor assesses the learner");
  table.columns = {{"learner", say("Learner"), ColumnKind::words, Priority::title},
                   {"educator", say("Mentor"), ColumnKind::words, Priority::fact},
                   {"verdict", say("Verdict"), ColumnKind::state, Priority::fact},
                   {"days", say("On these days"), ColumnKind::date, Priority::detail},
                   {"count", say("Days"), ColumnKind::number, Priority::detail},
                   {"duty", say("Duty"), ColumnKind::words, Priority::detail},
                   {"since", say("Known since"), ColumnKind::date, Priority::detail}};
  const char* people[][3] = {{"Amara Okafor", "Dr. Linus Berg", "writes the evaluation of Block 3, Medicine wards"},
                             {"Jonas Weiß", "Dr. Priya Raman", "sits on the competency panel of the R1 cohort"},
                             {"Mei-Ling Chow", "Dr. Tomás Herrera", "supervises clinically in intensive care"},
                             {"Oluwaseun Adebayo-Fitzgerald", "Dr. Hannah Lindqvist", "manages the learner"},
                             {"Ruth Sandoval", "Dr. Linus Berg", "no evaluator data for this department"}};
  int row = 0;
  for (const auto& [learner, educator, duty] : people) {
    const bool last = ++row == 5;
    table.rows.push_back({{say(learner), say(educator),
                           last       ? Badge{Tone::unknown, say("unknown")}
                           : row == 2 ? Badge{Tone::attention, say("disclose")}
                                      : Badge{Tone::danger, say("block")},
                           last ? Value(Nothing{}) : Value(days("2027-09-14..2027-10-11")),
                           last ? Value(Nothing{}) : Value(Integer{27 + row}), say(duty), day("2027-08-02")}});
  }
  table.total_rows = 31;
  return table;
}

Table fits() {
  Table table;
  table.id = "fits";
  table.caption = say("Least certain first");
  table.columns = {{"learner", say("Learner"), ColumnKind::words, Priority::title},
                   {"educator", say("Educator"), ColumnKind::words, Priority::fact},
                   {"fit", say("Fit and its reasons"), ColumnKind::bar, Priority::fact},
                   {"load", say("Load"), ColumnKind::number, Priority::detail},
                   {"margin", say("Margin"), ColumnKind::number, Priority::detail}};
  table.rows = {
      {{say("Amara Okafor"), say("Dr. Sofia Marchetti"),
        ReasonBar{{{say("shared interests"), 0.4}, {say("wished for by one"), 0.2}, {say("language"), 0.1}}, 1},
        Share{3, 4}, Decimal{0.02, 2}}},
      {{say("Jonas Weiß"), say("Dr. Kwame Mensah"),
        ReasonBar{{{say("shared interests"), 0.35}, {say("wished for by both"), 0.4}}, 1}, Share{2, 2},
        Decimal{0.11, 2}}}};
  return table;
}

}  // namespace

Document specimen() {
  Document document;
  document.title = say("Audit of last year’s pairs");
  document.standing =
      say("31 of 248 learners had a mentor who assessed them; for 24 more the department has no evaluator data.");
  document.facts = {{say("Term"), days("2026-08-01..2027-08-01")},
                    {say("Learners"), Integer{248}},
                    {say("Rules"), say("version 3 of 2027-06-01")},
                    {say("Computed on"), day("2027-09-14")}};
  document.add(
      Figures{{{say("had a mentor who assessed them"), Share{31, 248}, say("17 of them by writing an evaluation"),
                Tone::danger},
               {say("cannot be judged"), Share{24, 248}, say("Neurology sent no evaluator data"), Tone::unknown},
               {say("kept apart"), Share{193, 248}, say("on every day of the term"), Tone::good}}});
  document.add(
      Callout{Tone::attention,
              say("One department has no evaluator data"),
              {say("Neurology reported who rotates there but not who evaluates. Its 24 learners are shown as unknown, "
                   "not as free of conflict.")},
              say("Export the evaluation completion list of Neurology and run the audit again.")});
  document.add(Heading{say("What was found"), 2, "found"});
  document.add(Paragraph{
      say("A mentor is never the learner’s supervisor, manager, assessor or appraiser. These pairs broke that "
          "rule on at least one day. Each row names the duty and the days."),
      Tone::neutral});
  document.add(findings());
  document.add(Details{
      say("How a day is counted"),
      {Block{Paragraph{say("Every duty has a first and a last day. A pair is in conflict on each day on which both the "
                           "relationship and the duty stand."),
                       Tone::neutral}},
       Block{List{ListKind::unordered, {say("The last day counts."), say("Leave does not end a duty.")}}}}});
  document.add(Heading{say("Where it happens"), 2, "where"});
  Bars bars;
  bars.id = "by-program";
  bars.caption = say("Share of learners whose mentor assessed them, by program");
  bars.unit = BarUnit::percent;
  bars.bars = {
      {.label = say("Internal medicine"), .value = 0.21, .base = 96, .low = 0.14, .high = 0.3, .tone = Tone::danger},
      {.label = say("Surgery"), .value = 0.11, .base = 54, .low = 0.05, .high = 0.22, .tone = Tone::attention},
      {.label = say("Pediatrics"), .value = 0.02, .base = 48, .low = 0, .high = 0.11, .tone = Tone::good},
      {.label = say("Family medicine, Lakeside"), .suppressed = true}};
  document.add(bars);
  document.add(Heading{say("Who could be matched instead"), 2, "instead"});
  document.add(Heading{say("Proposals"), 3, ""});
  document.add(fits());
  document.add(Callout{Tone::sealed,
                       say("Two people can read this room"),
                       {say("You and Dr. Marchetti. The program office sees that you met, not what you said.")},
                       {}});
  document.add(Callout{Tone::good, say("No pair depends on a waiver"), {}, {}});
  document.add(Callout{Tone::danger,
                       say("Three pairs pause on 12 May"),
                       {say("A changed block schedule brings a conflict.")},
                       say("Recuse, reassign the duty, or match again.")});
  Table none;
  none.id = "waivers";
  none.caption = say("Waivers in force");
  none.columns = {{"learner", say("Learner"), ColumnKind::words, Priority::title}};
  none.empty = say("No waiver is in force. Nothing to do.");
  document.add(none);
  document.add(Heading{say("What this cannot show"), 2, "limits"});
  document.add(List{ListKind::ordered,
                    {say("Duties that nobody wrote down."), say("Days before the first import."),
                     say("Whether the pairs went well.")}});
  document.add(Paragraph{say("Everything above was computed from the three files named at the end."), Tone::good});
  return document;
}

}  // namespace chiron::report
