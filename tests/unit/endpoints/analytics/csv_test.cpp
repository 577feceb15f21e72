#include "endpoints/analytics/csv.hpp"

#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::csv_test {

using namespace likes::endpoints::test;

bool wants_csv(const std::string& accept, const std::string& parameters = {}) {
    web::Request request;
    request.accept = accept;
    return requested_format(request, web::Query::parse(parameters, {"format"})) == Format::kCsv;
}

/// The field that a text becomes.
std::string field_of(const std::string& text) {
    CsvTable table;
    table.add(text);
    return table.str().substr(0, table.str().size() - 2);
}

BOOST_AUTO_TEST_SUITE(csv_tables)

BOOST_AUTO_TEST_CASE(an_accept_header_asks_for_csv_by_naming_it_with_more_weight_than_json) {
    for (const std::string accept :
         {"text/csv", "Text/CSV", "text/csv;charset=utf-8", "text/csv, */*", "text/csv, application/json;q=0.9",
          "application/json;q=0.5, text/csv;q=0.501", "text/html,\ttext/csv ;\tQ=0.1", "text/csv;q=1.000"}) {
        BOOST_TEST(wants_csv(accept), accept);
    }
    for (const std::string accept :
         {"", "*/*", "text/*", "text/html", "application/json", "application/json, text/csv", "text/csv;q=0",
          "text/csv;q=0.000", "text/csv;q=", "text/csv;q=x", "text/csv;q=2", "text/csv;q=-1", "text/csv;q=0.0001",
          "application/json;q=0.5, text/csv;q=0.5", "text/csvx", "xtext/csv", "text/csv/", ",;=,,",
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}) {
        BOOST_TEST(!wants_csv(accept), accept);
    }
}

BOOST_AUTO_TEST_CASE(the_parameter_counts_more_than_the_header) {
    BOOST_TEST(wants_csv("application/json", "format=csv"));
    BOOST_TEST(!wants_csv("text/csv", "format=json"));
    for (const std::string format : {"format=", "format=CSV", "format=xml", "format=csv%20"}) {
        BOOST_CHECK_EXCEPTION(wants_csv("text/csv", format), web::Problem, [](const web::Problem& problem) {
            return problem.status == 400 && problem.detail == "The parameter 'format' must be json or csv.";
        });
    }
}

BOOST_AUTO_TEST_CASE(rows_end_in_crlf_and_fields_are_separated_by_commas) {
    CsvTable table;
    table.add("start", "given", "partial");
    table.add("2025-10-03", std::int64_t{-3}, true);
    table.add("", std::uint64_t{18'446'744'073'709'551'615U}, false);
    BOOST_TEST(table.str() == "start,given,partial\r\n2025-10-03,-3,true\r\n,18446744073709551615,false\r\n");
}

BOOST_AUTO_TEST_CASE(what_would_end_a_field_or_a_row_is_quoted) {
    BOOST_TEST(field_of("plain text; it's \xD0\xB0") == "plain text; it's \xD0\xB0");
    BOOST_TEST(field_of("a,b") == "\"a,b\"");
    BOOST_TEST(field_of("say \"hi\"") == "\"say \"\"hi\"\"\"");
    BOOST_TEST(field_of("a\nb") == "\"a\nb\"");
    BOOST_TEST(field_of("a\rb") == "\"a\rb\"");
}

BOOST_AUTO_TEST_CASE(what_a_spreadsheet_would_run_begins_with_an_apostrophe) {
    for (const std::string text : {"=1+1", "+49", "-x", "@SUM(A1)", "\tx"}) BOOST_TEST(field_of(text) == "'" + text);
    BOOST_TEST(field_of("\rx") == "\"'\rx\"");
    BOOST_TEST(field_of("=HYPERLINK(\"a\",\"b\")") == "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
    for (const std::string text : {"a=b", "a-b", " =1", "'=1", "1-2"}) BOOST_TEST(field_of(text) == text);
}

BOOST_AUTO_TEST_CASE(a_table_is_answered_as_a_file_to_save) {
    CsvTable table;
    table.add("a");
    const auto response = by_format(csv(table, "activity-2025-10-03"));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.body == "a\r\n");
    BOOST_TEST(header(response, "Content-Type") == "text/csv; charset=utf-8");
    BOOST_TEST(header(response, "Content-Disposition") == "attachment; filename=\"activity-2025-10-03.csv\"");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(header(response, "Vary") == "Accept");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::csv_test
