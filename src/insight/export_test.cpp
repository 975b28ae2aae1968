#include "insight/export.hpp"

#include <gtest/gtest.h>

namespace repere::insight {
namespace {

TEST(CsvRow, QuotesWhatWouldBreakTheRow) {
    EXPECT_EQ(csv_row({"a", "b c", ""}), "a,b c,\r\n");
    EXPECT_EQ(csv_row({"a,b", "say \"hi\"", "two\nlines"}), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
}

TEST(CsvRow, NoCustomerRunsAFormulaInTheManagersSpreadsheet) {
    EXPECT_EQ(csv_row({"=HYPERLINK(1)", "-1.5", "+33 1", "@you"}), "'=HYPERLINK(1),-1.5,'+33 1,'@you\r\n");
}

}  // namespace
}  // namespace repere::insight
