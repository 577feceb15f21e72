#include "like_process.hpp"

int main(int argc, char** argv) {
    return likes::run_like_process("unlike_message",
                                   "FastCGI handler of DELETE /api/v1/messages/{message_id}/like: takes a like back.",
                                   likes::Action::kTakeBack, argc, argv);
}
