#include "faults/figures.hpp"

#include <fstream>
#include <iostream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "support/stack.hpp"

namespace likes::test {

void report(const History& history, const std::string& faults, const Findings& findings) {
    const auto& test_case = boost::unit_test::framework::current_test_case();
    std::ostringstream line;
    line << test_case.full_name() << ": " << history.acknowledged() << " acknowledged, " << history.ambiguous()
         << " ambiguous; " << faults << "; lost " << count(findings, Wrong::kLost) << ", doubled "
         << count(findings, Wrong::kDoubled) + count(findings, Wrong::kRepeatedVersion) << ", out of order "
         << count(findings, Wrong::kOutOfOrder) + count(findings, Wrong::kContradiction) << ", untold "
         << count(findings, Wrong::kUntold) << ", diverged " << count(findings, Wrong::kDiverged) << ", too large "
         << count(findings, Wrong::kTooLarge);
    std::cout << line.str() << std::endl;
    const std::string file = environment_variable("LIKES_TEST_FIGURES");
    if (!file.empty()) std::ofstream{file, std::ios::app} << line.str() << '\n';
}

}  // namespace likes::test
