#define BOOST_TEST_MODULE likes_unit
#include <boost/test/unit_test.hpp>
