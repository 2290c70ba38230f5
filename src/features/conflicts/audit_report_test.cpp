// The page for readers outside tells no count that points at one to four people; the coordinator's page tells all.
#include "features/conflicts/audit_report.h"

#include <gtest/gtest.h>

namespace chiron::conflicts {
namespace {

PairAudit counts(std::uint32_t mixed, std::uint32_t unknown) {
  PairAudit audit;
  audit.term = *DateRange::parse("2026-08-01..2027-08-01");
  audit.learners = 20;
  audit.learners_mixed = mixed;
  audit.learners_unknown = unknown;
  audit.blocked = mixed;
  audit.unknown = unknown;
  return audit;
}

const report::Figures& figures_of(const report::Document& document) {
  for (const auto& block : document.blocks)
    if (const auto* figures = std::get_if<report::Figures>(&block.content)) return *figures;
  static const report::Figures none;
  return none;
}

/// Per figure: whether its count is told.
std::vector<bool> told(const report::Document& document) {
  std::vector<bool> told;
  for (const auto& figure : figures_of(document).figures)
    told.push_back(std::holds_alternative<report::Share>(figure.value));
  return told;
}

report::Document outside(const PairAudit& audit) {
  return accreditor_document(audit, {}, {}, audit.term.from, "School");
}

TEST(AuditReport, ReadersOutsideAreToldNoCountOfOneToFour) {
  EXPECT_EQ(outside(counts(3, 7)).standing.key, "audit.standing.few");
  EXPECT_EQ(outside(counts(7, 3)).standing.key, "audit.standing.known");
  EXPECT_EQ(outside(counts(0, 5)).standing.key, "audit.standing");
  EXPECT_EQ(told(outside(counts(3, 7))), (std::vector{false, false, true, true}));
  EXPECT_EQ(told(outside(counts(7, 3))), (std::vector{true, true, true, false}));
  EXPECT_EQ(told(outside(counts(0, 5))), (std::vector{true, true, true, true}));
}

TEST(AuditReport, TheCoordinatorIsToldEveryCount) {
  const auto audit = counts(3, 2);
  const auto document = audit_document(audit, {}, {}, audit.term.from, 100);
  EXPECT_EQ(document.standing.key, "audit.standing");
  EXPECT_EQ(told(document), (std::vector{true, true, true, true}));
}

}  // namespace
}  // namespace chiron::conflicts
