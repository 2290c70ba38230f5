// Finds the column of people and the days of each block column, then turns cells into placements.
#include "features/duties/block_schedule.h"

#include <algorithm>
#include <cctype>

#include "features/duties/block_heading.h"
#include "features/duties/fact_file.h"
#include "features/duties/group_names.h"
#include "features/people/written_name.h"
#include "platform/csv/csv.h"

namespace chiron::duties {
namespace {

using people::Severity;

struct BlockColumn {
  std::size_t at = 0;
  std::optional<DateRange> days;
  std::optional<Date> from;  // where a heading or row gives only the first day
};

/// "Block 7", "Rotation 3", "7", "P3": a heading that numbers a block and so must have days from somewhere.
bool numbers_a_block(const std::string& folded) {
  std::string_view rest = folded;
  for (const std::string_view word : {"block", "rotation", "period", "month", "week", "blk", "rot", "b", "p"})
    if (rest.starts_with(word)) {
      rest.remove_prefix(word.size());
      break;
    }
  return !rest.empty() && rest.size() <= 3 && rest.find_first_not_of("0123456789") == rest.npos;
}

/// What the first cell of an extra heading row calls it.
enum class RowLabel : std::uint8_t { none, from, to, last_day, dates };
RowLabel label_of(std::string_view cell) {
  const std::string word = people::fold_heading(cell);
  if (word == "from" || word == "start" || word == "starts" || word == "startdate" || word == "begin" ||
      word == "begins")
    return RowLabel::from;
  if (word == "to") return RowLabel::to;
  if (word == "lastday" || word == "end" || word == "ends" || word == "enddate" || word == "until" || word == "through")
    return RowLabel::last_day;
  if (word.empty() || word == "dates" || word == "date" || word == "days") return RowLabel::dates;
  return RowLabel::none;
}

class ScheduleReader {
 public:
  ScheduleReader(Roster& roster, NameResolver& resolver, GroupNames& groups, const std::string& path,
                 const people::PeopleOptions& options)
      : roster_(roster),
        resolver_(resolver),
        groups_(groups),
        path_(path),
        options_(options),
        file_(add_file(roster, path)) {}

  void read(const std::vector<NamedBlock>& named) {
    auto opened = csv::Reader::open(path_, options_.csv);
    if (!opened) return add(Severity::error, 0, "", std::move(opened.error()));
    csv::Reader& reader = *opened;
    headings_ = reader.headings();
    find_people_column();
    if (!find_blocks(named)) return;
    bool heading_rows = true;
    while (true) {
      auto more = reader.next();
      const auto row = static_cast<std::uint32_t>(reader.row());
      if (!more) {
        const bool go_on = csv::may_continue(more.error());
        add(Severity::error, row, "", std::move(more.error()));
        if (!go_on) return;
        continue;
      }
      if (!*more) break;
      const auto cells = reader.cells();
      if (heading_rows && take_heading_row(cells, row)) continue;
      if (heading_rows) {
        heading_rows = false;
        if (!settle_days()) return;
      }
      take_row(cells, row);
    }
    if (heading_rows) settle_days();
  }

  std::vector<people::ColumnUse> columns() const {
    std::vector<people::ColumnUse> uses(headings_.size());
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      people::ColumnUse& use = uses[i];
      use.heading = headings_[i];
      const people::Mapping::Entry* entry = told(i);
      use.told_by_mapping = entry != nullptr;
      const bool block = std::ranges::any_of(blocks_, [&](const BlockColumn& one) { return one.at == i; });
      if (i == person_at_ || block) {
        use.use = people::Use::used;
        use.name = block ? block_meaning : "person";
      } else if (people::is_identity_heading(use.heading)) {
        use.use = people::Use::dropped;
        use.reason = "identity";
      } else {
        use.reason = entry ? "by_mapping" : "unknown_heading";
      }
    }
    return uses;
  }

 private:
  void add(Severity severity, std::uint64_t row, const std::string& column, Error error) {
    roster_.problems.add({severity, path_, row, column, std::move(error)});
  }

  /// What the mapping says of a column: that it names the people, or that it is left out.
  const people::Mapping::Entry* told(std::size_t at) const {
    const std::string folded = people::fold_heading(headings_[at]);
    for (const people::Mapping::Entry& entry : options_.mapping.entries)
      if ((entry.use != people::Use::used || entry.name == "person") && people::fold_heading(entry.heading) == folded)
        return &entry;
    return nullptr;
  }

  /// How likely a column names the people: told, an id, an e-mail address, a name.
  int likely_people(std::size_t at) const {
    if (people::is_identity_heading(headings_[at])) return 0;
    if (const auto* entry = told(at)) return entry->use == people::Use::used ? 9 : 0;
    const std::string folded = people::fold_heading(headings_[at]);
    for (const people::Synonym& synonym : people::synonyms())
      if (synonym.heading == folded) {
        if (synonym.column == people::Column::id) return 4;
        if (synonym.column == people::Column::email) return 3;
        if (synonym.column == people::Column::full_name) return 2;
      }
    for (const FactColumn& column : fact_format("placements").columns)
      if (column.name == "person" && (folded == column.name || std::ranges::count(column.synonyms, folded) > 0))
        return 2;
    return 0;
  }

  /// The likeliest column; the first one if no heading says anything.
  void find_people_column() {
    int best = 0;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const int value = likely_people(i);
      if (people::is_identity_heading(headings_[i])) refuse_identity(i);
      if (value <= best) continue;
      best = value;
      person_at_ = i;
    }
  }

  void refuse_identity(std::size_t at) {
    const auto* entry = told(at);
    if (entry && entry->use == people::Use::used)
      add(Severity::error, 1, headings_[at], refuse("people.mapping_identity"));
    else add(Severity::note, 1, headings_[at], refuse("people.dropped_identity"));
  }

  bool find_blocks(const std::vector<NamedBlock>& named) {
    bool good = true;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (i == person_at_ || people::is_identity_heading(headings_[i])) continue;
      if (const auto* entry = told(i); entry && entry->use != people::Use::used) continue;
      const std::string folded = people::fold_heading(headings_[i]);
      BlockColumn block;
      block.at = i;
      const auto told =
          std::find_if(named.begin(), named.end(), [&](const NamedBlock& one) { return one.folded == folded; });
      if (told != named.end()) {
        block.days = told->days;
      } else {
        auto days = days_in_heading(headings_[i], options_.dates);
        if (!days) {
          add(Severity::error, 1, headings_[i], std::move(days.error()).with("text", headings_[i]));
          good = false;
          continue;
        }
        block.days = days->range;
        block.from = days->start;
        if (!block.days && !block.from && !numbers_a_block(folded)) {
          others_.push_back(i);
          continue;
        }
      }
      blocks_.push_back(block);
    }
    return good;
  }

  /// A row of dates between the headings and the first person: labeled from, to, end or dates, or unlabeled.
  bool take_heading_row(std::span<const std::string_view> cells, std::uint32_t row) {
    const RowLabel label = label_of(cells[person_at_]);
    if (label == RowLabel::none) return false;
    // An unlabeled row may also be someone's services without a name: only dates make it a heading row.
    if (label == RowLabel::dates &&
        std::none_of(cells.begin(), cells.end(), [&](std::string_view cell) { return days_of(cell).has_value(); }))
      return false;
    // Blocks whose headings are free names ("Fall A") are found by the dates below them.
    for (auto at = others_.begin(); at != others_.end();) {
      const bool dated = label == RowLabel::dates
                             ? days_of(cells[*at]).has_value()
                             : people::parse_written_date(clean(cells[*at]), options_.dates).has_value();
      if (dated) {
        blocks_.push_back({*at, std::nullopt, std::nullopt});
        at = others_.erase(at);
      } else {
        ++at;
      }
    }
    for (BlockColumn& block : blocks_) {
      const std::string_view text = clean(cells[block.at]);
      if (text.empty()) continue;
      if (label == RowLabel::dates) {
        auto days = days_in_heading(text, options_.dates);
        if (!days) {
          add(Severity::error, row, headings_[block.at], std::move(days.error()).with("text", std::string(text)));
        } else if (days->range) {
          block.days = days->range;
        } else if (days->start) {
          block.from = days->start;
        }
        continue;
      }
      auto date = people::parse_written_date(text, options_.dates);
      if (!date) {
        add(Severity::error, row, headings_[block.at], std::move(date.error()));
      } else if (label == RowLabel::from) {
        block.from = *date;
      } else if (block.from) {
        const DateRange days{*block.from, label == RowLabel::to ? *date : *date + 1};
        if (days.empty())
          add(Severity::error, row, headings_[block.at],
              refuse("people.reversed_dates").with("from", days.from.iso()).with("to", date->iso()));
        else block.days = days;
      }
    }
    return true;
  }

  std::optional<HeadingDays> days_of(std::string_view cell) {
    const auto days = days_in_heading(clean(cell), options_.dates);
    return days && (days->range || days->start) ? std::optional(*days) : std::nullopt;
  }

  /// A block with only a first day lasts until the next block's first day; the last one as long as the one before.
  bool settle_days() {
    std::sort(blocks_.begin(), blocks_.end(), [](const BlockColumn& a, const BlockColumn& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      BlockColumn& block = blocks_[i];
      if (block.days || !block.from) continue;
      const BlockColumn* next = i + 1 < blocks_.size() ? &blocks_[i + 1] : nullptr;
      const auto next_from = next ? (next->days ? std::optional(next->days->from) : next->from) : std::nullopt;
      if (next_from && *next_from > *block.from) {
        block.days = DateRange{*block.from, *next_from};
      } else if (!next && i > 0 && blocks_[i - 1].days) {
        block.days = DateRange{*block.from, *block.from + blocks_[i - 1].days->days()};
        add(Severity::warning, 1, headings_[block.at],
            refuse("duties.last_block_guessed")
                .with("from", block.days->from.iso())
                .with("to", block.days->last().iso()));
      }
    }
    bool good = true;
    for (const BlockColumn& block : blocks_)
      if (!block.days) {
        add(Severity::error, 1, headings_[block.at], refuse("duties.block_without_days"));
        good = false;
      }
    if (blocks_.empty()) {
      add(Severity::error, 1, "", refuse("duties.no_blocks"));
      good = false;
    }
    std::string left;
    for (const std::size_t at : others_) {
      const std::string folded = people::fold_heading(headings_[at]);
      if (!folded.empty()) left += (left.empty() ? "" : ", ") + headings_[at];
    }
    if (!left.empty()) add(Severity::note, 1, "", refuse("duties.schedule_columns_ignored").with("headings", left));
    return good;
  }

  std::string_view clean(std::string_view cell) { return people::clean_text(cell, scratch_); }

  void take_row(std::span<const std::string_view> cells, std::uint32_t row) {
    const std::string_view who = clean(cells[person_at_]);
    const bool works = std::any_of(blocks_.begin(), blocks_.end(), [&](const BlockColumn& block) {
      return !services_in(clean(cells[block.at])).empty();
    });
    if (!works) return;  // an empty row, or someone on leave all year
    if (who.empty()) return add(Severity::error, row, headings_[person_at_], refuse("duties.row_without_person"));
    const auto person = resolver_.find(who, Reference::export_, file_, row);
    if (!person) return;
    for (const BlockColumn& block : blocks_) {
      const std::string_view cell = clean(cells[block.at]);
      if (cell.empty()) continue;
      if (groups_.knows(TargetKind::unit, cell)) {
        place(*person, cell, *block.days, row);
        continue;
      }
      for (const std::string_view service : services_in(cell)) {
        if (std::string letter = people::hidden_letter(service); !letter.empty())
          add(Severity::error, row, headings_[block.at],
              refuse("people.hidden_letter").with("letter", std::move(letter)));
        else place(*person, service, *block.days, row);
      }
    }
  }

  void place(std::uint32_t person, std::string_view unit, DateRange days, std::uint32_t row) {
    const std::string_view name = groups_.keep(TargetKind::unit, unit);
    auto& duties = roster_.duties;
    // Consecutive blocks on one service are one placement.
    if (!duties.empty()) {
      Duty& last = duties.back();
      if (last.file == file_ && last.row == row && last.target.id == name && last.days.to == days.from) {
        last.days.to = days.to;
        return;
      }
    }
    duties.push_back({DutyKind::member_of, roster_.people[person].id, {TargetKind::unit, name}, days, {}, file_, row});
  }

  Roster& roster_;
  NameResolver& resolver_;
  GroupNames& groups_;
  const std::string& path_;
  const people::PeopleOptions& options_;
  std::uint16_t file_;
  std::vector<std::string> headings_;
  std::size_t person_at_ = 0;
  std::vector<BlockColumn> blocks_;
  std::vector<std::size_t> others_;
  std::string scratch_;
};

}  // namespace

std::vector<people::ColumnUse> read_block_schedule(Roster& roster, NameResolver& resolver, GroupNames& groups,
                                                   const std::string& path, const std::vector<NamedBlock>& blocks,
                                                   const people::PeopleOptions& options) {
  ScheduleReader reader(roster, resolver, groups, path, options);
  reader.read(blocks);
  return reader.columns();
}

}  // namespace chiron::duties
