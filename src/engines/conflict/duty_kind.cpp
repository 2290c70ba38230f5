// Names of the duty kinds and of the classes their completeness is recorded by.
#include "engines/conflict/duty_kind.h"

#include <string>

#include "engines/conflict/names.h"

namespace chiron::conflict {
namespace {

struct KindRow {
  std::string_view name;
  TargetRule target;
  CoverageClass coverage;
};

/// One row per enumerator, in declaration order.
constexpr std::array<KindRow, duty_kind_count> kinds{{
    {"member_of", TargetRule::group, CoverageClass::ties},
    {"supervises_clinically", TargetRule::either, CoverageClass::supervision},
    {"writes_evaluation", TargetRule::either, CoverageClass::supervision},
    {"supervises", TargetRule::either, CoverageClass::supervision},
    {"manages", TargetRule::either, CoverageClass::management},
    {"assesses", TargetRule::either, CoverageClass::assessment},
    {"appraises", TargetRule::either, CoverageClass::assessment},
    {"sits_on", TargetRule::either, CoverageClass::panel},
    {"prepares_panel_file", TargetRule::either, CoverageClass::panel},
    {"directs", TargetRule::either, CoverageClass::management},
    {"sets_rota_of", TargetRule::either, CoverageClass::management},
    {"selects", TargetRule::either, CoverageClass::ties},
    {"referees", TargetRule::either, CoverageClass::ties},
    {"investigates", TargetRule::either, CoverageClass::ties},
    {"supervises_thesis", TargetRule::either, CoverageClass::ties},
    {"related_to", TargetRule::person, CoverageClass::ties},
    {"delegates_to", TargetRule::person, CoverageClass::assessment},
    {"other", TargetRule::either, CoverageClass::ties},
}};

constexpr std::array<std::string_view, coverage_class_count> coverage_names{
    "supervision", "assessment", "panel", "management", "ties",
};

const KindRow& row(DutyKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view name_of(DutyKind kind) { return row(kind).name; }

Result<DutyKind> parse_duty_kind(std::string_view name) {
  for (DutyKind kind : all_duty_kinds)
    if (row(kind).name == name) return kind;
  return err(refuse("conflict.unknown_duty").with("duty", std::string(name)));
}

TargetRule target_rule(DutyKind kind) { return row(kind).target; }

std::string_view name_of(CoverageClass coverage) { return coverage_names[static_cast<std::size_t>(coverage)]; }

Result<CoverageClass> parse_coverage_class(std::string_view name) {
  if (auto coverage = named<CoverageClass>(coverage_names, name)) return *coverage;
  return err(refuse("conflict.unknown_coverage").with("coverage", std::string(name)));
}

CoverageClass coverage_class_of(DutyKind kind) { return row(kind).coverage; }

}  // namespace chiron::conflict
