// Reads people files row by row into Persons; every cell's rule is checked here, and what one file alone can know.
#include "features/people/people_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "features/people/written_name.h"

namespace chiron::people {
namespace {

constexpr std::size_t longest_id = 200;
constexpr std::size_t longest_text = 1'000;
constexpr std::size_t most_entries = 100;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

/// What people write into a cell that they have nothing for.
bool means_nothing(std::string_view text) {
  if (text.size() > 7) return false;
  const std::string word = lower(text);
  for (const std::string_view nothing :
       {"", "-", "--", "n/a", "na", "none", "nil", "null", "tbc", "tbd", "unknown", "?"})
    if (word == nothing) return true;
  return false;
}

std::optional<bool> yes_or_no(std::string_view text) {
  const std::string word = lower(text);
  for (const std::string_view yes : {"yes", "y", "true", "1", "x", "both"})
    if (word == yes) return true;
  for (const std::string_view no : {"no", "n", "false", "0", ""})
    if (word == no) return false;
  return std::nullopt;
}

std::optional<Kind> kind_named(std::string_view text) {
  const std::string word = fold_heading(text);
  for (const std::string_view learner :
       {"learner", "mentee", "student", "resident", "trainee", "fellow", "intern", "registrar"})
    if (word == learner) return Kind::learner;
  for (const std::string_view educator : {"educator", "mentor", "coach", "faculty", "attending", "consultant",
                                          "advisor", "adviser", "tutor", "supervisor", "staff"})
    if (word == educator) return Kind::educator;
  for (const std::string_view both :
       {"both", "learnerandeducator", "mentorandmentee", "menteeandmentor", "learnereducator"})
    if (word == both) return Kind::both;
  return std::nullopt;
}

std::optional<LeaveReason> leave_reason_named(std::string_view text) {
  const std::string word = lower(text);
  for (const LeaveReason reason : {LeaveReason::graduated, LeaveReason::transferred, LeaveReason::resigned,
                                   LeaveReason::dismissed, LeaveReason::other})
    if (word == name_of(reason)) return reason;
  return std::nullopt;
}

/// One @ with something before it and a dotted or plain host after it; no spaces. The real check is a mail that
/// arrives.
bool looks_like_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
  if (text.find('@', at + 1) != text.npos) return false;
  return text.find_first_of(" ,;<>\"()") == text.npos && text.back() != '.' && text[at + 1] != '.';
}

class PeopleReader {
 public:
  PeopleReader(std::string file, const PeopleOptions& options, TextPool& pool, Problems& problems)
      : file_(std::move(file)), options_(options), pool_(pool), problems_(problems) {}

  PeopleReading read(Result<csv::Reader> opened) {
    PeopleReading reading;
    reading.columns.file = file_;
    if (!opened) {
      refuse_row(0, std::move(opened.error()));
      return reading;
    }
    csv::Reader& reader = *opened;
    headings_ = reader.headings();
    reading.headings = headings_;
    const std::uint64_t errors_before = problems_.count(Severity::error);
    reading.columns.columns = recognize(headings_, options_.mapping, file_, problems_);
    place_columns(reading.columns.columns);
    if (problems_.count(Severity::error) > errors_before) return reading;
    while (true) {
      const auto more = reader.next();
      row_ = reader.row();
      if (!more) {
        const bool go_on = csv::may_continue(more.error());
        refuse_row(row_, more.error());
        if (!go_on) break;
        continue;
      }
      if (!*more) break;
      cells_ = reader.cells();
      if (std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); })) continue;
      take_row(reading.people);
    }
    if (made_from_email_)
      problems_.add({Severity::note, file_, 0, "",
                     refuse("people.ids_from_email").with("count", std::to_string(made_from_email_))});
    if (made_from_name_)
      problems_.add({Severity::warning, file_, 0, "",
                     refuse("people.ids_from_name").with("count", std::to_string(made_from_name_))});
    if (reading.people.empty() && problems_.count(Severity::error) == errors_before)
      problems_.add({Severity::error, file_, 0, "", refuse("people.nobody")});
    return reading;
  }

 private:
  static constexpr std::size_t nowhere = ~std::size_t{0};

  void refuse_row(std::uint64_t row, Error error) {
    problems_.add({Severity::error, file_, row, "", std::move(error)});
  }

  void refuse_cell(Column column, Error error) {
    const std::size_t at = where_[static_cast<std::size_t>(column)];
    problems_.add({Severity::error, file_, row_, at == nowhere ? "" : headings_[at], std::move(error)});
  }

  void place_columns(const std::vector<ColumnUse>& uses) {
    where_.fill(nowhere);
    for (std::size_t i = 0; i < uses.size(); ++i) {
      if (uses[i].use != Use::used) continue;
      if (uses[i].column == Column::interests) interests_at_.push_back(i);
      else where_[static_cast<std::size_t>(*uses[i].column)] = i;
      if (uses[i].column == Column::kind && !uses[i].told_by_mapping) {
        // A weak "role" or "type" column may speak of something else when the file's own kind is known.
        for (const Synonym& synonym : synonyms())
          if (synonym.heading == fold_heading(uses[i].heading)) kind_is_weak_ = synonym.strength == Strength::weak;
      }
    }
    const auto missing = [&](std::string_view ours) {
      problems_.add(
          {Severity::error, file_, 1, "", refuse("people.missing_column").with("our_column", std::string(ours))});
    };
    const bool named = has(Column::full_name) || (has(Column::given_name) && has(Column::family_name));
    if (!has(Column::id) && !has(Column::email) && !named) missing("id");
    if (!named && !has(Column::family_name)) missing("family_name");
    if (!has(Column::kind) && !options_.listed_as) missing("kind");
  }

  bool has(Column column) const { return where_[static_cast<std::size_t>(column)] != nowhere; }

  /// A cell without spaces around it, "" if the file has no such column. Hidden letters and overlong texts are refused.
  std::string_view cell(Column column) {
    const std::size_t at = where_[static_cast<std::size_t>(column)];
    return at == nowhere ? std::string_view{} : checked(cells_[at], headings_[at]);
  }

  std::string_view checked(std::string_view raw, const std::string& heading) {
    const std::string_view text = clean_text(raw, scratch_);
    if (text.size() > longest_text) {
      problems_.add({Severity::error, file_, row_, heading,
                     refuse("people.text_too_long").with("limit", std::to_string(longest_text))});
      return {};
    }
    if (std::string letter = hidden_letter(text); !letter.empty()) {
      problems_.add(
          {Severity::error, file_, row_, heading, refuse("people.hidden_letter").with("letter", std::move(letter))});
      return {};
    }
    return text;
  }

  std::string_view kept(Column column) { return pool_.keep(cell(column)); }

  std::optional<Date> date(Column column) {
    const std::string_view text = cell(column);
    if (means_nothing(text)) return std::nullopt;
    auto date = parse_written_date(text, options_.dates);
    if (date) return *date;
    refuse_cell(column, std::move(date.error()));
    return std::nullopt;
  }

  void split_into(std::vector<std::string_view>& list, std::string_view text, std::string_view separators,
                  const std::string& heading) {
    std::string scratch;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of(separators), text.size());
      const std::string_view entry = clean_text(text.substr(0, end), scratch);
      if (std::string letter = hidden_letter(entry); !letter.empty()) {
        problems_.add(
            {Severity::error, file_, row_, heading, refuse("people.hidden_letter").with("letter", std::move(letter))});
        return;
      }
      if (!entry.empty() && std::find(list.begin(), list.end(), entry) == list.end()) {
        if (list.size() == most_entries) {
          problems_.add({Severity::error, file_, row_, heading,
                         refuse("people.too_many_entries").with("limit", std::to_string(most_entries))});
          return;
        }
        list.push_back(pool_.keep(entry));
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void take_names(Person& person) {
    person.given_name = kept(Column::given_name);
    person.family_name = kept(Column::family_name);
    if (!has(Column::full_name) || (!person.given_name.empty() && !person.family_name.empty())) return;
    const NameParts parts = split_full_name(cell(Column::full_name));
    if (person.given_name.empty()) person.given_name = pool_.keep(parts.given);
    if (person.family_name.empty()) person.family_name = pool_.keep(parts.family);
  }

  void take_email(Person& person) {
    const std::string_view text = cell(Column::email);
    if (means_nothing(text)) return;
    if (!looks_like_email(text)) {
      refuse_cell(Column::email, refuse("people.malformed_email").with("text", std::string(text)));
      return;
    }
    person.email = pool_.keep(lower(text));
  }

  bool take_id(Person& person) {
    std::string_view id = cell(Column::id);
    if (id.size() > longest_id) {
      refuse_cell(Column::id, refuse("people.text_too_long").with("limit", std::to_string(longest_id)));
      return false;
    }
    if (id.find(':') != id.npos) {
      const std::string_view prefix = id.substr(0, id.find(':'));
      if (prefix == "unit" || prefix == "cohort" || prefix == "site") {
        refuse_cell(Column::id, refuse("people.id_like_group").with("text", std::string(id)));
        return false;
      }
    }
    if (!id.empty()) {
      person.id = pool_.keep(id);
      return true;
    }
    person.id_was_made = true;
    if (!person.email.empty()) {
      person.id = person.email;
      ++made_from_email_;
      return true;
    }
    const std::string given = fold_name(person.given_name), family = fold_name(person.family_name);
    if (given.empty() || family.empty()) {
      refuse_row(row_, refuse("people.no_id"));
      return false;
    }
    person.id = pool_.keep(given + "." + family);
    ++made_from_name_;
    return true;
  }

  void take_kind(Person& person) {
    person.kind = person.listed_as = options_.listed_as.value_or(Kind::learner);
    const std::string_view text = cell(Column::kind);
    if (has(Column::kind)) {
      if (const auto kind = kind_named(text)) {
        person.kind = *kind;
        if (!options_.listed_as) person.listed_as = *kind;
        const bool contradicts = options_.listed_as && *kind != Kind::both && *kind != *options_.listed_as;
        if (contradicts)
          refuse_cell(Column::kind, refuse("people.kind_contradicts_file")
                                        .with("text", std::string(text))
                                        .with("listed_as", std::string(name_of(*options_.listed_as))));
      } else if (!(options_.listed_as && (kind_is_weak_ || text.empty()))) {
        refuse_cell(Column::kind, refuse("people.unknown_kind").with("text", std::string(text)));
      }
    }
    if (has(Column::takes_both)) {
      const std::string_view both = cell(Column::takes_both);
      const auto answer = yes_or_no(both);
      if (!answer) refuse_cell(Column::takes_both, refuse("people.not_yes_or_no").with("text", std::string(both)));
      else if (*answer) person.kind = Kind::both;
    }
  }

  void take_numbers(Person& person) {
    if (const std::string_view text = cell(Column::capacity); !means_nothing(text)) {
      int value = -1;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > 500)
        refuse_cell(Column::capacity, refuse("people.absurd_capacity").with("text", std::string(text)));
      else person.capacity = static_cast<std::uint16_t>(value);
    }
    if (const std::string_view text = cell(Column::hours_per_month); !means_nothing(text)) {
      std::string number(text);
      std::replace(number.begin(), number.end(), ',', '.');
      double value = -1;
      const auto [end, error] =
          std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
      if (error != std::errc() || end != number.data() + number.size() || !(value >= 0 && value <= 200))
        refuse_cell(Column::hours_per_month, refuse("people.absurd_hours").with("text", std::string(text)));
      else person.hours_per_month = value;
    }
  }

  void take_dates(Person& person) {
    person.trained_on = date(Column::trained_on);
    person.declared_on = date(Column::declared_on);
    if (const auto from = date(Column::from)) person.present.from = *from;
    const bool exclusive = has(Column::to);
    const Column end_column = exclusive ? Column::to : Column::last_day;
    const auto end = date(end_column);
    if (end) {
      person.present.to = exclusive ? *end : *end + 1;
      if (person.present.to <= person.present.from)
        refuse_cell(end_column,
                    refuse("people.reversed_dates").with("from", person.present.from.iso()).with("to", end->iso()));
    }
    const std::string_view reason = cell(Column::left_because);
    if (means_nothing(reason)) return;
    if (const auto named = leave_reason_named(reason)) person.left_because = *named;
    else refuse_cell(Column::left_because, refuse("people.unknown_leave_reason").with("text", std::string(reason)));
    if (!end) refuse_cell(Column::left_because, refuse("people.left_without_date"));
  }

  void take_row(std::vector<Person>& people) {
    Person person;
    person.row = static_cast<std::uint32_t>(row_);
    take_names(person);
    take_email(person);
    if (!take_id(person)) return;
    take_kind(person);
    person.profession = kept(Column::profession);
    person.stage = kept(Column::stage);
    person.site = kept(Column::site);
    person.unit = kept(Column::unit);
    person.cohort = kept(Column::cohort);
    person.specialty = kept(Column::specialty);
    if (has(Column::languages))
      split_into(person.languages, cell(Column::languages), ";,/|\n",
                 headings_[where_[static_cast<std::size_t>(Column::languages)]]);
    for (const std::size_t at : interests_at_) {
      const std::string_view text = clean_text(cells_[at], scratch_);
      if (text.size() > longest_text * 4) {
        problems_.add({Severity::error, file_, row_, headings_[at],
                       refuse("people.text_too_long").with("limit", std::to_string(longest_text * 4))});
        continue;
      }
      split_into(person.interests, text, ";,|\n\r", headings_[at]);
    }
    if (const std::string_view manager = cell(Column::manager); !means_nothing(manager))
      person.manager = pool_.keep(manager);
    take_numbers(person);
    take_dates(person);
    if (!is_new(person)) return;
    people.push_back(std::move(person));
  }

  /// Refuses a second row with the id or e-mail of an earlier one.
  bool is_new(const Person& person) {
    const auto [by_id, new_id] = ids_.try_emplace(person.id, person.row);
    if (!new_id) {
      const bool both_made_from_name = person.id_was_made && person.email.empty();
      const char* key = both_made_from_name ? "people.same_name_without_id" : "people.duplicate_id";
      refuse_cell(Column::id,
                  refuse(key).with("id", std::string(person.id)).with("first_row", std::to_string(by_id->second)));
      return false;
    }
    if (!person.email.empty()) {
      const auto [by_email, new_email] = emails_.try_emplace(person.email, person.row);
      if (!new_email)
        refuse_cell(Column::email, refuse("people.duplicate_email")
                                       .with("email", std::string(person.email))
                                       .with("first_row", std::to_string(by_email->second)));
    }
    return true;
  }

  std::string file_;
  const PeopleOptions& options_;
  TextPool& pool_;
  Problems& problems_;
  std::vector<std::string> headings_;
  std::array<std::size_t, column_count> where_{};
  std::vector<std::size_t> interests_at_;
  bool kind_is_weak_ = false;
  std::span<const std::string_view> cells_;
  std::uint64_t row_ = 0;
  std::string scratch_;
  std::uint64_t made_from_email_ = 0, made_from_name_ = 0;
  std::unordered_map<std::string_view, std::uint32_t> ids_, emails_;
};

Result<Mapping> take_mapping(csv::Reader reader, std::span<const std::string_view> other_columns) {
  Mapping mapping;
  if (reader.headings().size() != 2)
    return err(refuse("people.mapping_shape").with("found", std::to_string(reader.headings().size())));
  while (TRY(reader.next())) {
    std::string scratch;
    const std::string_view ours = clean_text(reader.cells()[1], scratch);
    Mapping::Entry entry{std::string(reader.cells()[0]), Use::used, std::string(ours), column_named(ours)};
    if (ours == "ignore") entry.use = Use::ignored;
    else if (ours == "drop") entry.use = Use::dropped;
    else if (!entry.column && std::find(other_columns.begin(), other_columns.end(), ours) == other_columns.end())
      return err(refuse("people.mapping_unknown_column")
                     .with("row", std::to_string(reader.row()))
                     .with("text", std::string(ours)));
    mapping.entries.push_back(std::move(entry));
  }
  return mapping;
}

Result<Mapping> named(std::string file, Result<Mapping> mapping) {
  if (!mapping && mapping.error()["file"].empty()) mapping.error().detail.push_back({"file", std::move(file)});
  return mapping;
}

}  // namespace

PeopleReading read_people(const std::string& path, const PeopleOptions& options, TextPool& pool, Problems& problems) {
  return PeopleReader(path, options, pool, problems).read(csv::Reader::open(path, options.csv));
}

PeopleReading read_people_text(std::string name, std::string_view text, const PeopleOptions& options, TextPool& pool,
                               Problems& problems) {
  auto reader = csv::Reader::over(name, text, options.csv);
  return PeopleReader(std::move(name), options, pool, problems).read(std::move(reader));
}

Result<Mapping> read_mapping(const std::string& path, std::span<const std::string_view> other_columns) {
  return named(path, take_mapping(TRY(csv::Reader::open(path)), other_columns));
}

Result<Mapping> read_mapping_text(std::string name, std::string_view text,
                                  std::span<const std::string_view> other_columns) {
  auto reader = TRY(csv::Reader::over(name, text));
  return named(std::move(name), take_mapping(std::move(reader), other_columns));
}

}  // namespace chiron::people
