// From keys to words to the mail server.
#include "app/post_office.h"

#include <charconv>
#include <fstream>

#include "features/accounts/account_store.h"
#include "features/institutions/institution_store.h"

namespace chiron::app {
namespace {

constexpr std::size_t password_bytes_max = 4096;

/// The first line of the file; "" when there is none.
std::string password_in(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  if (stream) std::getline(stream, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line.size() <= password_bytes_max ? line : std::string();
}

std::string_view name_of(PostOffice::Sent sent) {
  switch (sent) {
    case PostOffice::Sent::handed_on: return "handed_on";
    case PostOffice::Sent::not_set_up: return "not_set_up";
    case PostOffice::Sent::demo: return "demo";
  }
  return "";
}

/// The mail server's answer, 0 when there was none.
std::int64_t status_of(const Error& error) {
  const std::string_view text = error["status"];
  std::int64_t status = 0;
  std::from_chars(text.data(), text.data() + text.size(), status);
  return status;
}

}  // namespace

Result<std::optional<MailOptions>> mail_options(const config::Config& config) {
  if (config.text("mail.smtp_host").empty()) return std::optional<MailOptions>();
  MailOptions options;
  options.from = config.text("mail.from");
  if (options.from.empty()) return err(refuse("mail.from"));
  TRY(mail::check_address(options.from));
  options.server.host = config.text("mail.smtp_host");
  options.server.port = static_cast<std::uint16_t>(config.integer("mail.smtp_port"));
  options.server.tls = TRY(mail::parse_tls(config.text("mail.smtp_tls")));
  options.server.user = config.text("mail.smtp_user");
  options.server.password = config.text("mail.smtp_password");
  options.server.ca = config.path("mail.smtp_ca");
  return std::optional(std::move(options));
}

Result<std::unique_ptr<mail::Sender>> sender_of(std::optional<MailOptions> options,
                                                const std::filesystem::path& secrets, const Clock& clock) {
  std::unique_ptr<mail::Sender> sender;
  if (!options) return sender;
  if (options->server.password.empty()) options->server.password = password_in(secrets / "mail.password");
  sender = std::make_unique<mail::Smtp>(TRY(mail::Smtp::to(std::move(options->server), clock)));
  return sender;
}

PostOffice::PostOffice(db::Database& database, const text::Catalog& catalog, log::Log& log,
                       std::unique_ptr<mail::Sender> sender, std::string from)
    : database_(database), catalog_(catalog), log_(log), sender_(std::move(sender)), from_(std::move(from)) {}

void PostOffice::stands_at(std::string address) {
  const std::lock_guard lock(mutex_);
  address_ = std::move(address);
}

std::string PostOffice::address() const {
  const std::lock_guard lock(mutex_);
  return address_;
}

Result<PostOffice::Sent> PostOffice::send(InstitutionId institution, const std::string& key, const mail::Letter& letter,
                                          const std::stop_token& stop) {
  if (!is_set_up()) return Sent::not_set_up;
  const auto place =
      TRY(database_.read([&](db::ReadTransaction& read) { return institutions::find(read, institution); }));
  if (!place) return err(fail(ErrorCode::not_found, "institutions.unknown"));
  if (place->mode == institutions::Mode::demo) return Sent::demo;
  const std::string pages = address();
  const auto worded = [&](const text::Sentence& sentence) {
    return catalog_.format(text::Sentence(sentence).with("address", pages));
  };
  mail::Message message{{place->name, from_}, {"", letter.to}, worded(letter.subject), {}, institution.text() + key};
  for (const text::Sentence& paragraph : letter.text) message.text += worded(paragraph) + "\n\n";
  message.text += TRY(way_in_of(institution, letter));
  message.text += "-- \n" + worded(text::Sentence("mail.signature").with("institution", place->name)) + "\n";
  const auto sent = sender_->send(message, stop);
  if (!sent) {
    log_.warning("mail.not_sent",
                 {{log::Field::key, log::Value::key_of(sent.error())}, {log::Field::status, status_of(sent.error())}});
    return err(sent.error());
  }
  log_.info("mail.sent");
  return Sent::handed_on;
}

/// The paragraphs that bring somebody in who has no account; "" for who has one, or belongs to nobody of the roster.
Result<std::string> PostOffice::way_in_of(InstitutionId institution, const mail::Letter& letter) {
  if (letter.person.empty() || !way_in_) return std::string();
  const auto invited = TRY(way_in_(institution, TRY(PersonId::parse(letter.person)), letter.to));
  if (!invited) return std::string();
  return catalog_.format(text::Sentence("mail.way_in").with("days", accounts::invitation_days)) + "\n" + address() +
         "/join#" + invited->token + "\n\n";
}

accounts::Mailed PostOffice::invite(InstitutionId institution, const accounts::Invited& invited) {
  mail::Letter letter{invited.email, text::Sentence("mail.invitation.subject"), {}};
  letter.text.push_back(text::Sentence("mail.invitation.text"));
  letter.text.push_back(text::verbatim(address() + "/join#" + invited.token));
  letter.text.push_back(text::Sentence("mail.invitation.until").with("days", accounts::invitation_days));
  const auto sent = send(institution, "invitation " + invited.token, letter);
  if (!sent) return accounts::Mailed::failed;
  return *sent == Sent::handed_on ? accounts::Mailed::sent : accounts::Mailed::not_set_up;
}

jobs::Handler letter_handler(PostOffice& post) {
  return [&post](jobs::Work& work) -> Result<jobs::Completion> {
    const auto letter = TRY(mail::parse_letter(work.job().payload));
    auto sent = post.send(work.job().institution, work.job().idempotency_key, letter, work.stop());
    if (!sent && work.stop().stop_requested()) TRY(work.heartbeat(0));  // given back, not counted as a try
    const auto became = TRY(std::move(sent));
    return jobs::Completion{std::string(name_of(became)), {}};
  };
}

relationships::Deliver deliver_case_messages(db::Database& database, PostOffice& post) {
  return [&database, &post](const relationships::Message& message) -> Result<> {
    const auto addresses = TRY(database.read(
        [&](db::ReadTransaction& read) { return accounts::addresses_of(read, message.institution, message.to); }));
    for (const PersonId& person : message.to) {
      const auto address = addresses.find(person);
      if (address == addresses.end()) return err(fail(ErrorCode::unavailable, "mail.no_address"));
      const mail::Letter letter{address->second,
                                text::Sentence("mail.case.subject"),
                                {message.sentence, text::Sentence("mail.case.next")},
                                person.text()};
      TRY(post.send(message.institution, message.key + " " + person.text(), letter));
    }
    return {};
  };
}

}  // namespace chiron::app
