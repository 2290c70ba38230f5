// The JSON of documents: each value's shape, as document_schema.h describes it.
#include "platform/report/document_json.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "platform/report/specimen.h"

namespace chiron::report {
namespace {

TEST(DocumentJson, Sentences) {
  EXPECT_EQ(sentence_json({}), "null");
  EXPECT_EQ(sentence_json(text::verbatim("Ada \"A\" Obi")), R"({"key":"","args":{"text":"Ada \"A\" Obi"}})");
  EXPECT_EQ(sentence_json(Sentence("k")
                              .with("n", 3)
                              .with("d", text::Argument(Date::parse("2027-09-14").value()))
                              .with("r", text::Argument(DateRange::parse("2027-08-01..").value()))
                              .with("w", text::Argument(text::Word{"role.mentor"}))),
            R"({"key":"k","args":{"n":3,"d":{"date":"2027-09-14"},)"
            R"("r":{"from":"2027-08-01","to":null},"w":{"word":"role.mentor"}}})");
}

TEST(DocumentJson, SpecimenKeepsEveryBlock) {
  const auto parsed = boost::json::parse(document_json(specimen())).as_object();
  EXPECT_EQ(parsed.at("blocks").as_array().size(), specimen().blocks.size());
  EXPECT_EQ(parsed.at("facts").as_array().size(), specimen().facts.size());
  for (const auto& block : parsed.at("blocks").as_array()) EXPECT_TRUE(block.as_object().contains("kind"));
}

}  // namespace
}  // namespace chiron::report
