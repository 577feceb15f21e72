#include "mail/bounce.hpp"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <stdexcept>
#include <string>

#include "operate/command.hpp"
#include "service/unsubscriptions.hpp"
#include "store/notices/suppressions.hpp"

namespace likes::operate {
namespace {

/// All of standard input, so that whoever writes it is not stopped; of a longer mail the beginning is kept.
std::string read_mail() {
    constexpr std::size_t kPart = std::size_t{64} * 1024;
    std::string mail;
    for (std::string part(kPart, '\0'); std::cin.read(part.data(), kPart) || std::cin.gcount() > 0;) {
        if (mail.size() < mail::kReportBytesMax) mail.append(part, 0, static_cast<std::size_t>(std::cin.gcount()));
    }
    mail.resize(std::min(mail.size(), mail::kReportBytesMax));
    return mail;
}

}  // namespace

int record_bounce(const runtime::Config& config) {
    const auto keys = service::mail_keys(config);
    if (!keys) throw std::runtime_error{"there is no file with keys of mails (option unsubscribe-jwks-file)"};
    const auto report = mail::parse_delivery_report(read_mail());
    if (!report) {
        std::cout << "this is no report that mail was not delivered; nothing is written\n";
        return 0;
    }
    for (const auto& address : report->addresses) {
        const auto hash = keys->read_bounce_address(address);
        if (!hash) continue;
        database::Session session{session_settings(config)};
        session.transaction([&](database::Session& writing) { store::record_bounce(writing, *hash, report->bounce); });
        std::cout << (report->bounce == mail::Bounce::kHard ? "recorded: there is no such mailbox\n"
                                                            : "recorded: mail could not be delivered now\n");
        return 0;
    }
    std::cout << "this is no report of a mail of ours; nothing is written\n";
    return 0;
}

}  // namespace likes::operate
