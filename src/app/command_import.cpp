// `chiron import`: shows what files would change in an institution's database; accepts, lists and undoes imports.
#include "app/commands.h"
#include "app/judging.h"
#include "app/remote.h"
#include "app/roster_options.h"
#include "features/imports/consequences.h"
#include "features/imports/import_actions.h"
#include "features/institutions/institution_store.h"
#include "features/relationships/relationship_jobs.h"
#include "platform/text/zone.h"

namespace chiron::app {
namespace {

struct Options {
  RosterOptions roster;
  std::string institution, name, time_zone = "UTC", undo, today;
  bool complete = false, accept = false, list = false;

  template <class Visit>
  void each_file(Visit visit) {
    roster.each_file(visit);
  }
};
BOOST_DESCRIBE_STRUCT(Options, (), (roster, institution, name, time_zone, undo, today, complete, accept, list))

/// Judges at once what the change left unchecked, as a server's own runner would.
Result<> judge_again(Installation& installation, const Clock& clock, Random& random) {
  jobs::Runner runner(*installation.database, clock, random);
  runner.handle(relationships::recheck_kind, relationships::recheck_handler(*installation.database, clock, random));
  TRY(runner.run_all_due());
  return {};
}

/// The first names of a list, for a preview that fits a screen.
template <class NameOf>
void show(Console& console, std::string_view key, std::size_t count, NameOf name_of) {
  if (count == 0) return;
  std::string names;
  for (std::size_t i = 0; i < count && i < 5; ++i) names += (i ? ", " : "") + std::string(name_of(i));
  console.say(text::Sentence(std::string(key))
                  .with("count", count)
                  .with("names", names)
                  .with("more", count > 5 ? count - 5 : 0));
}

void show_preview(const imports::Preview& preview, Console& console) {
  const auto& difference = preview.difference;
  const auto& said = *preview.said;
  show(console, "import.people_added", difference.people_added.size(),
       [&](std::size_t i) { return said.people[difference.people_added[i]].id; });
  show(console, "import.people_changed", difference.people_changed.size(),
       [&](std::size_t i) { return said.people[difference.people_changed[i].said].id; });
  show(console, "import.people_left", difference.people_left.size(),
       [&](std::size_t i) { return preview.held.people[difference.people_left[i]].id; });
  show(console, "import.duties_added", difference.duties_added.size(),
       [&](std::size_t i) { return said.duties[difference.duties_added[i]].person; });
  show(console, "import.duties_ended", difference.duties_ended.size(),
       [&](std::size_t i) { return preview.held.duties[difference.duties_ended[i]].person; });
  console.say(text::Sentence("import.unchanged").with("count", difference.unchanged));
}

/// "This import pauses 3 pairs from 12 May", a line for each day.
Result<> show_pauses(Installation& installation, const imports::Preview& preview, Console& console) {
  const auto pauses =
      TRY(installation.database->read([&](db::ReadTransaction& read) { return imports::pauses_of(read, preview); }));
  for (const auto& day : imports::by_day(pauses))
    console.say(text::Sentence("import.pauses").with("count", day.count).with("from", day.from));
  return {};
}

Result<> list_imports(Installation& installation, InstitutionId institution, Console& console) {
  for (const auto& import :
       TRY(installation.database->read([&](db::ReadTransaction& read) { return imports::list(read, institution); })))
    console.say(text::Sentence(import.undone_at ? "import.listed_undone" : "import.listed")
                    .with("id", import.id.text())
                    .with("time", import.accepted_at.iso())
                    .with("people", import.people_added + import.people_changed + import.people_left)
                    .with("duties", import.duties_added + import.duties_ended));
  return {};
}

Result<> import(Installation& installation, const Options& options, Console& console) {
  SystemClock clock;
  SystemRandom random;
  const auto institution =
      TRY(institution_or_new(*installation.database, {options.institution, options.name, options.time_zone},
                             options.accept ? Making::write : Making::look, random));
  if (options.list) return list_imports(installation, institution.id, console);
  std::unique_lock turn(*installation.importing, std::try_to_lock);
  if (!turn) {
    console.progress(text::Sentence("import.waiting"));
    turn.lock();
  }
  const auto viewer = institutions::Viewer::of_operator(institution.id);
  if (!options.undo.empty()) {
    const auto undone =
        TRY(imports::undo(*installation.database, viewer, TRY(imports::ImportId::parse(options.undo)), clock, random));
    console.say(text::Sentence("import.undone")
                    .with("people", undone.people_taken_back)
                    .with("duties", undone.duties_taken_back + undone.duties_restored));
    show(console, "import.undo_kept", undone.people_kept.size(), [&](std::size_t i) { return undone.people_kept[i]; });
    return judge_again(installation, clock, random);
  }
  const Date today = options.today.empty() ? TRY(text::Zone::named(institution.time_zone)).date_of(clock.now())
                                           : TRY(Date::parse(options.today));
  console.progress(text::Sentence("progress.reading"));
  auto reading = TRY(options.roster.read(console, {}, installation.import_limits));
  auto roster = std::make_shared<const duties::Roster>(std::move(reading.roster));
  TRY(arrange(*roster, console));
  const auto preview = TRY(
      imports::preview(*installation.database, institution.id, roster,
                       options.complete ? imports::Completeness::complete : imports::Completeness::additions, today));
  show_preview(preview, console);
  TRY(show_pauses(installation, preview, console));
  if (!options.accept) {
    console.say(text::Sentence("import.say_accept"));
    return {};
  }
  TRY(console.still_heard());
  console.progress(text::Sentence("progress.storing"));
  const auto made = TRY(imports::accept(*installation.database, viewer, preview, clock, random));
  console.say(text::Sentence("import.accepted").with("id", made.id.text()));
  return judge_again(installation, clock, random);
}

}  // namespace

Task import_task() { return task<Options>("import", import); }

Command import_command() {
  return {"import", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            auto data = std::make_shared<std::string>();
            options->roster.define(arguments, Takes::either);
            arguments.value("--pairs", options->roster.files.pairs, "FILE");
            arguments.value("--data", *data, "DIR").required();
            arguments.value("--institution", options->institution, "SLUG").required();
            arguments.value("--name", options->name);
            arguments.value("--time-zone", options->time_zone).shows_default();
            arguments.value("--today", options->today, "DATE");
            arguments.flag("--complete", options->complete);
            arguments.flag("--accept", options->accept);
            arguments.value("--undo", options->undo, "ID");
            arguments.flag("--list", options->list);
            return [options, data](Console& console) {
              const auto missing = options->accept ? data_directory::Missing::create : data_directory::Missing::refuse;
              const auto place = place_of(*data, missing, options->roster.settings);
              if (!place) return console.report(place.error());
              return on_installation<Options>(*place, "import", import, *options, console);
            };
          }};
}

}  // namespace chiron::app
