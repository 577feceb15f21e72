#include "like_process.hpp"

int main(int argc, char** argv) {
    return likes::run_like_process("like_message",
                                   "FastCGI handler of POST /api/v1/messages/{message_id}/like: likes a message.",
                                   likes::Action::kPut, argc, argv);
}
