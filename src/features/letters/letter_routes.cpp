// Parse, call, render.
#include "features/letters/letter_routes.h"

#include <map>
#include <tuple>

#include "base/kept.h"
#include "features/educators/educator_store.h"
#include "features/institutions/today.h"
#include "features/letters/letter_actions.h"
#include "features/match_runs/match_run_store.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_store.h"
#include "features/programs/program_access.h"
#include "platform/json/json.h"
#include "platform/text/catalog.h"

namespace chiron::letters {
namespace {

using http::Method;
using http::Request;
using institutions::Viewer;

struct MailsOf {
  ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(MailsOf, (), (program_id))
/// New words, made from `revision`.
struct ChangeMail {
  ProgramId program_id;
  std::string kind;
  std::int64_t revision = 0;
  std::string subject, text;
};
BOOST_DESCRIBE_STRUCT(ChangeMail, (), (program_id, kind, revision, subject, text))
struct TakeShippedMail {
  ProgramId program_id;
  std::string kind;
  std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(TakeShippedMail, (), (program_id, kind, revision))
struct SilenceMail {
  ProgramId program_id;
  std::string kind;
  std::int64_t revision = 0;
  bool silent = true;
};
BOOST_DESCRIBE_STRUCT(SilenceMail, (), (program_id, kind, revision, silent))
/// `people`: the number that was named to whoever confirmed it.
struct SendMail {
  ProgramId program_id;
  std::string kind;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(SendMail, (), (program_id, kind, people))

/// What may stand in braces, and what it reads like; of "link" the path.
struct MailPlace {
  std::string name, sample;
};
BOOST_DESCRIBE_STRUCT(MailPlace, (), (name, sample))
/// One of the eight mails. `days`: when the calendar has it due. `to_write`: people who would be written to now;
/// `without_address`: of whom nobody knows an address. The figures count letters, not people.
struct ProgramMail {
  Kind kind = Kind::invite;
  std::int64_t revision = 0;
  bool silent = false, own = false;
  std::string subject, text, shipped_subject, shipped_text;
  std::vector<MailPlace> places;
  std::optional<DateRange> days;
  std::int64_t to_write = 0, without_address = 0;
  std::int64_t waiting = 0, sent = 0, failed = 0, kept = 0;
};
BOOST_DESCRIBE_STRUCT(ProgramMail, (),
                      (kind, revision, silent, own, subject, text, shipped_subject, shipped_text, places, days,
                       to_write, without_address, waiting, sent, failed, kept))
/// `pending`: something has changed and those to write to are being counted, ask again.
struct ProgramMails {
  ProgramId program_id;
  std::string program;
  programs::ProgramState state = programs::ProgramState::draft;
  bool may_run = false;
  Sending sending = Sending::on;
  std::int64_t longest_subject = static_cast<std::int64_t>(letters::longest_subject);
  std::int64_t longest_text = static_cast<std::int64_t>(letters::longest_text);
  std::vector<ProgramMail> mails;
  bool pending = false;
};
BOOST_DESCRIBE_STRUCT(ProgramMails, (),
                      (program_id, program, state, may_run, sending, longest_subject, longest_text, mails, pending))

/// Who would be written to, of each kind, and somebody of them.
struct ToWrite {
  std::int64_t people = 0, without_address = 0;
  std::optional<Receiver> first;
};
using AllToWrite = std::map<Kind, ToWrite>;
/// Whom letters are for follows from these, counted: changes of facts, the charter, the program's revision, the day;
/// answers, wishes, letters, open and closed relationships, answers to offers; and the newest run.
using ToWriteMark = std::tuple<std::vector<std::int64_t>, Date, std::optional<match_runs::RunId>, std::string>;
using ToWriteKept = Kept<ProgramId, ToWriteMark, AllToWrite>;

/// What the routes share.
struct Parts {
  db::Database& database;
  institutions::ViewerOf viewer_of;
  bool mail_is_set_up;
  const Clock& clock;
  Random& random;
  std::shared_ptr<ToWriteKept> kept = std::make_shared<ToWriteKept>(16);
};

Result<AllToWrite> count_all(db::ReadTransaction& read, InstitutionId institution, const Occasion& occasion) {
  AllToWrite all;
  for (const Kind kind : all_kinds) {
    auto reached = TRY(still_to_write(read, institution, occasion, kind, Asked::by_hand));
    ToWrite& to = all[kind];
    to.people = static_cast<std::int64_t>(reached.people.size()), to.without_address = reached.without_address;
    if (!reached.people.empty()) to.first = std::move(reached.people.front());
  }
  return all;
}

Result<ToWriteMark> mark_of(db::ReadTransaction& read, InstitutionId institution, const Occasion& occasion,
                            const std::map<Kind, Figures>& figures) {
  const auto& program = occasion.program;
  auto counted = TRY(match_runs::answers_mark(read, institution, program.id));
  const auto answers = TRY(educators::count_answers(read, institution, program.id));
  for (const std::int64_t one :
       {TRY(people::newest_change(read, institution)), program.charter.number, program.revision, answers.yes,
        answers.no, TRY(preferences::count_wish_lists(read, institution, program.id))})
    counted.push_back(one);
  for (const auto& [kind, count] : figures) counted.push_back(count.waiting + count.sent + count.failed + count.kept);
  const auto runs = TRY(match_runs::runs_of(read, institution, program.id, 1));
  if (runs.empty()) return ToWriteMark{std::move(counted), occasion.today, {}, ""};
  std::string state(match_runs::name_of(runs.front().state));
  if (runs.front().signed_off_at) state += " signed off";
  return ToWriteMark{std::move(counted), occasion.today, runs.front().id, std::move(state)};
}

/// Counted for whoever asks; in a large institution beside the page, which shows the newest that is ready. Sending
/// counts again and refuses another number than was shown.
Result<ToWriteKept::Found> to_write(const Parts& parts, db::ReadTransaction& read, InstitutionId institution,
                                    const Occasion& occasion, const std::map<Kind, Figures>& figures) {
  if (!TRY(people::is_large(read, institution)))
    return ToWriteKept::Found{std::make_shared<const AllToWrite>(TRY(count_all(read, institution, occasion))), true};
  return parts.kept->newest(occasion.program.id, TRY(mark_of(read, institution, occasion, figures)),
                            [&database = parts.database, institution, occasion](const std::stop_token&) {
                              return database.read([&](db::ReadTransaction& later) -> Result<ToWriteKept::Made> {
                                const auto written = TRY(figures_of(later, institution, occasion.program.id));
                                return ToWriteKept::Made{
                                    TRY(mark_of(later, institution, occasion, written)),
                                    std::make_shared<const AllToWrite>(TRY(count_all(later, institution, occasion)))};
                              });
                            });
}

/// The first of those who would be written to, else somebody as they might be.
Receiver example_of(Kind kind, const Occasion& occasion, const ToWrite& to) {
  if (to.first) return *to.first;
  Receiver one;
  if (kind == Kind::answers || kind == Kind::preview) one.side = Side::educator;
  one.day = kind == Kind::invite
                ? occasion.program.charter.terms.program.term.from
                : days_of(kind, occasion).value_or(occasion.days_of(programs::Step::publish)).to - 1;
  one.count = 2;
  if (kind == Kind::invite || kind == Kind::reminder) one.next_step = "learner";
  if (kind == Kind::matched) one.next_step = "stands";
  return one;
}

Result<ProgramMails> page_for(const Parts& parts, const Viewer& viewer, ProgramId id) {
  return parts.database.read([&](db::ReadTransaction& read) -> Result<ProgramMails> {
    auto program = TRY(programs::find_for(read, viewer, id));
    if (!program) return err(fail(ErrorCode::not_found, "programs.unknown"));
    const InstitutionId institution = viewer.institution_id;
    const Date today = TRY(institutions::today_of(read, institution, parts.clock));
    ProgramMails page;
    page.program_id = id;
    page.program = program->charter.terms.program.name;
    page.state = program->state, page.may_run = programs::may_run(viewer, id);
    page.sending = TRY(sending_of(read, institution, parts.mail_is_set_up));
    const auto occasion = TRY(occasion_of(read, institution, *std::move(program), today));
    auto letters = TRY(letters_of(read, institution, id));
    auto figures = TRY(figures_of(read, institution, id));
    const auto counted = TRY(to_write(parts, read, institution, occasion, figures));
    page.pending = !counted.is_newest;
    AllToWrite all = counted.value ? *counted.value : AllToWrite{};
    for (const Kind kind : all_kinds) {
      const ProgramLetter& letter = letters[kind];
      const Words from = shipped(kind), words = letter.own.value_or(from);
      const ToWrite& to = all[kind];
      ProgramMail mail;
      mail.kind = kind, mail.revision = letter.revision, mail.silent = letter.silent;
      mail.own = letter.own.has_value();
      mail.subject = words.subject, mail.text = words.text;
      mail.shipped_subject = from.subject, mail.shipped_text = from.text;
      for (auto& [name, sample] : samples_of(kind, occasion.program, example_of(kind, occasion, to)))
        mail.places.push_back({std::move(name), std::move(sample)});
      mail.days = days_of(kind, occasion);
      mail.to_write = to.people, mail.without_address = to.without_address;
      const Figures& counted = figures[kind];
      mail.waiting = counted.waiting, mail.sent = counted.sent;
      mail.failed = counted.failed, mail.kept = counted.kept;
      page.mails.push_back(std::move(mail));
    }
    return page;
  });
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, bool mail_is_set_up,
                const Clock& clock, Random& random) {
  const auto parts =
      std::make_shared<const Parts>(Parts{database, std::move(viewer_of), mail_is_set_up, clock, random});
  router.route<MailsOf, ProgramMails>(
      Method::get, "/api/v1/programs/{program_id}/mails",
      {.id = "list_mails",
       .summary = "A program's eight mails: words, when they go, to how many, what became of them."},
      [parts](const Request& request, const MailsOf& asked) -> Result<ProgramMails> {
        return page_for(*parts, TRY(parts->viewer_of(request)), asked.program_id);
      });
  router.route<ChangeMail, ProgramMails>(
      Method::post, "/api/v1/programs/{program_id}/mails/{kind}/words",
      {.id = "change_mail", .summary = "A program office's own words for a mail."},
      [parts](const Request& request, const ChangeMail& asked) -> Result<ProgramMails> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        TRY(change_words(parts->database, viewer, {asked.program_id, TRY(parse_kind(asked.kind)), asked.revision},
                         {asked.subject, asked.text}, parts->clock, parts->random));
        return page_for(*parts, viewer, asked.program_id);
      });
  router.route<TakeShippedMail, ProgramMails>(
      Method::post, "/api/v1/programs/{program_id}/mails/{kind}/shipped",
      {.id = "take_shipped_mail", .summary = "Goes back to the words that Chiron comes with."},
      [parts](const Request& request, const TakeShippedMail& asked) -> Result<ProgramMails> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        TRY(take_shipped(parts->database, viewer, {asked.program_id, TRY(parse_kind(asked.kind)), asked.revision},
                         parts->clock, parts->random));
        return page_for(*parts, viewer, asked.program_id);
      });
  router.route<SilenceMail, ProgramMails>(
      Method::post, "/api/v1/programs/{program_id}/mails/{kind}/silence",
      {.id = "silence_mail", .summary = "Whether a mail is sent at all."},
      [parts](const Request& request, const SilenceMail& asked) -> Result<ProgramMails> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        TRY(silence(parts->database, viewer, {asked.program_id, TRY(parse_kind(asked.kind)), asked.revision},
                    asked.silent, parts->clock, parts->random));
        return page_for(*parts, viewer, asked.program_id);
      });
  router.route<SendMail, ProgramMails>(
      Method::post, "/api/v1/programs/{program_id}/mails/{kind}/send",
      {.id = "send_mail", .summary = "Writes a mail now to whoever it is for and was not written to yet."},
      [parts](const Request& request, const SendMail& asked) -> Result<ProgramMails> {
        const Viewer viewer = TRY(parts->viewer_of(request));
        TRY(send_now(parts->database, viewer, asked.program_id, TRY(parse_kind(asked.kind)), asked.people,
                     parts->mail_is_set_up, parts->clock, parts->random));
        return page_for(*parts, viewer, asked.program_id);
      });
}

}  // namespace chiron::letters
