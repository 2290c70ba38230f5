// The writer of csv.h, and replacing a file at once.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/csv/csv.h"

namespace chiron::csv {
namespace {

/// An optional sign, digits, and at most one point with digits after it.
bool is_plain_number(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  bool point = false, digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (c == '.' && !point && digit) {
      point = true;
      digit = false;
    } else {
      return false;
    }
  }
  return digit;
}

/// OWASP ASVS 5.0, 1.2.10: cells a spreadsheet would run. The full-width forms are those of U+FF0x-U+FF2x.
bool is_formula(std::string_view text) {
  if (text.empty()) return false;
  switch (text[0]) {
    case '=':
    case '@':
    case '\t':
    case '\r':
    case '\0': return true;
    case '+':
    case '-': return !is_plain_number(text);
    default: break;
  }
  const std::string_view wide = text.substr(0, 3);
  return wide == "\uFF1D" || wide == "\uFF0B" || wide == "\uFF0D" || wide == "\uFF20";
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == ' ' || text.back() == ' ') return true;
  // A first line "sep=;" and a byte order mark mean something else when they stand bare.
  if (text.substr(0, 4) == "sep=" || text.substr(0, 3) == "\uFEFF") return true;
  return text.find_first_of(",;\t\"\r\n") != text.npos;
}

}  // namespace

Writer& Writer::cell(std::string_view text) {
  if (row_open_) {
    out_->push_back(',');
    row_has_bytes_ = true;
  }
  row_open_ = true;
  if (text.empty()) return *this;
  row_has_bytes_ = true;
  const bool neutral = formulas_ == Formulas::neutralize && is_formula(text);
  if (!needs_quotes(text)) {
    if (neutral) out_->push_back('\'');
    out_->append(text);
    return *this;
  }
  out_->push_back('"');
  if (neutral) out_->push_back('\'');
  for (const char c : text) {
    if (c == '"') out_->push_back('"');
    out_->push_back(c);
  }
  out_->push_back('"');
  return *this;
}

Writer& Writer::cell(std::int64_t number) { return cell(std::to_string(number)); }

Writer& Writer::end_row() {
  if (!row_has_bytes_) out_->append("\"\"");
  out_->append("\r\n");
  row_open_ = false;
  row_has_bytes_ = false;
  return *this;
}

Writer& Writer::row(std::initializer_list<std::string_view> cells) {
  for (const std::string_view text : cells) cell(text);
  return end_row();
}

Result<> write_file(const std::string& path, std::string_view content) {
  const auto cannot = [&](int error) {
    return err(fail(ErrorCode::io, "csv.cannot_write").with("file", path).with("reason", std::strerror(error)));
  };
  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return cannot(errno);
  int failed = 0;
  while (!content.empty() && !failed) {
    const ssize_t n = ::write(descriptor, content.data(), content.size());
    if (n < 0) {
      if (errno != EINTR) failed = errno;
    } else {
      content.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  // mkostemp makes the file private to its owner; a file that is replaced keeps who may read it.
  struct stat old {};
  if (!failed && ::stat(path.c_str(), &old) == 0 && ::fchmod(descriptor, old.st_mode & 07777) != 0) failed = errno;
  if (!failed && ::fsync(descriptor) != 0) failed = errno;
  if (::close(descriptor) != 0 && !failed) failed = errno;
  if (!failed && ::rename(temporary.c_str(), path.c_str()) != 0) failed = errno;
  if (failed) {
    ::unlink(temporary.c_str());
    return cannot(failed);
  }
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const int folder_descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_descriptor >= 0) {
    ::fsync(folder_descriptor);
    ::close(folder_descriptor);
  }
  return {};
}

}  // namespace chiron::csv
