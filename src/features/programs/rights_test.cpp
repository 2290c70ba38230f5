// What the table of rights must never say.
#include "features/programs/rights.h"

#include <gtest/gtest.h>

namespace chiron::programs {
namespace {

TEST(Rights, LearnersSeeEverythingOfTheirOwn) {
  for (const Record record : {Record::sealed, Record::institutional})
    for (const Item item : all_items) EXPECT_EQ(sees(record, Reader::learner, item), Sees::everything) << name_of(item);
}

TEST(Rights, NobodyButThePairReadsWhatIsSealed) {
  for (const Item item : {Item::notes, Item::agreement, Item::reflections, Item::goals})
    for (const Reader reader : all_readers) {
      if (reader == Reader::learner || reader == Reader::educator) continue;
      const Sees seen = sees(Record::sealed, reader, item);
      EXPECT_TRUE(seen == Sees::nothing || seen == Sees::that_it_exists || seen == Sees::pseudonym)
          << name_of(reader) << " " << name_of(item);
      if (item == Item::notes) EXPECT_EQ(seen, Sees::nothing) << name_of(reader);
    }
}

TEST(Rights, WhoAssessesReadsNothingUnderAnyCharter) {
  for (const Record record : {Record::sealed, Record::institutional})
    for (const Item item : all_items) {
      const Sees seen = sees(record, Reader::leadership, item);
      EXPECT_TRUE(seen == Sees::nothing || seen == Sees::groups || seen == Sees::that_it_exists) << name_of(item);
      if (item == Item::notes || item == Item::agreement || item == Item::wellbeing)
        EXPECT_EQ(seen, Sees::nothing) << name_of(item);
    }
}

TEST(Rights, AnInstitutionalRecordIsVisiblyOne) {
  EXPECT_EQ(sees(Record::institutional, Reader::program_office, Item::notes), Sees::everything);
  EXPECT_EQ(sees(Record::institutional, Reader::system_operator, Item::notes), Sees::that_it_exists);
  EXPECT_EQ(sees(Record::sealed, Reader::program_office, Item::notes), Sees::nothing);
}

}  // namespace
}  // namespace chiron::programs
