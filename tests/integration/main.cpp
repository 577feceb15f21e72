#include <cstdlib>
#include <exception>
#include <iostream>

#include <boost/test/unit_test.hpp>

#include "support/stack.hpp"

// The tests need an instance; without one they say so once, and not case by case.
int main(int argc, char** argv) {
    try {
        likes::test::require_running_stack();
    } catch (const std::exception& error) {
        std::cerr << "integration tests: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
