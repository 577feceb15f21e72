#pragma once

#include <string>
#include <vector>

#include "support/http_client.hpp"

/// What the instance says of itself to those who watch over it.
namespace likes::test {

/// `GET path` at the listener for the monitoring.
HttpResponse ask_monitor(const std::string& path);

/// The metrics of all processes as text. Throws std::runtime_error unless the answer is 200.
std::string metrics();

/// The sum of all series of that name that have these labels, each as `name="value"`; 0 if there are none.
double sum_of(const std::string& metrics, const std::string& name, const std::vector<std::string>& labels = {});

/// The same, of the metrics as they are now.
double metric(const std::string& name, const std::vector<std::string>& labels = {});

}  // namespace likes::test
