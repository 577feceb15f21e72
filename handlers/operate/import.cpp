#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "likes/import_file.hpp"
#include "operate/command.hpp"
#include "operate/progress.hpp"
#include "service/settings.hpp"
#include "store/upkeep/importer.hpp"

namespace likes::operate {
namespace {

/// Likes of one transaction.
constexpr std::size_t kBatch = 5000;
/// Number of bad lines after which reading stops.
constexpr int kComplaintsMax = 20;

/// The next lines of the input; empty at its end.
std::vector<ImportRecord> next_batch(std::istream& input) {
    std::vector<ImportRecord> likes;
    likes.reserve(kBatch);
    for (std::string line; likes.size() < kBatch && std::getline(input, line);) likes.push_back(parse_sortable(line));
    return likes;
}

}  // namespace

int read_likes(const runtime::Config& config, const std::string& file, bool reactions_as_they_are) {
    std::ifstream stream{file};
    if (!stream) throw std::runtime_error{"cannot read " + file};
    ImportFile likes{stream, system_now(),
                     reactions_as_they_are ? std::nullopt : std::optional{service::reaction_catalog(config)}};
    Progress progress;
    std::size_t read = 0;
    int complaints = 0;
    while (complaints < kComplaintsMax) {
        try {
            const auto like = likes.next();
            if (!like) break;
            ++read;
            std::cout << to_sortable(*like) << '\n';
            progress.report([&] { return std::to_string(read) + " likes read"; });
        } catch (const BadLine& bad) {
            std::cerr << file << ": " << bad.what() << '\n';
            ++complaints;
        }
    }
    std::cout.flush();
    if (stream.bad() || !std::cout)
        throw std::runtime_error{"cannot read all of " + file + ", or cannot write the lines"};
    return complaints == 0 ? 0 : kComplaint;
}

int import_likes(const runtime::Config& config) {
    store::Importer importer{database::Session{session_settings(config)}, service::recent_likers_limit(config),
                             service::exclusive_reactions(config), service::feed(config)};
    Progress progress;
    store::Importer::Imported all;
    for (auto batch = next_batch(std::cin); !batch.empty(); batch = next_batch(std::cin)) {
        const auto imported = importer.add(batch);
        all.added += imported.added;
        all.known += imported.known;
        all.without_message += imported.without_message;
        progress.report([&] { return std::to_string(all.added) + " likes added"; });
    }
    if (std::cin.bad()) throw std::runtime_error{"cannot read the sorted likes"};
    std::cout << all.added << " likes added, " << all.known << " were there already, " << all.without_message
              << " of messages that are not there" << std::endl;
    return 0;
}

}  // namespace likes::operate
