#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace likes::lanes {

/// Work that one thread at a time does whenever it is due. An interface, so that a test can implement one.
class Duty {
  public:
    virtual ~Duty() = default;

    /// Whether there is work to do. From any thread.
    virtual bool is_due() const = 0;

    /// Does it. Never by two threads at a time. An exception here, out of memory say, ends the process at once: its
    /// supervisor starts another one, and nginx sends it the requests that were not answered. A duty that was given up
    /// half done would keep the lane, and all requests behind it, from ever being served again.
    virtual void perform() noexcept = 0;

    /// Whether the work may wait for a millisecond while a thread has something else to do. From any thread.
    virtual bool can_wait() const { return false; }

  private:
    friend class Crew;
    /// REQUIRES: the crew's mutex is held.
    bool is_taken_ = false;
};

/// The threads that do a list of duties. A free thread takes the first duty of the list that is due and that no other
/// thread has taken. There is a thread for each duty, so none waits for another. Work is not handed over: the thread
/// that has read a request is, most often, the one that goes on to execute it, while another one reads on.
///
/// Waking that other thread costs about as much as reading a request. With only one request in the process it would be
/// for nothing, because the first thread is back before the next request arrives. So while there is work, sleeping
/// threads doze: they wake up by themselves after a millisecond, and take a duty that could wait and was not done.
class Crew {
  public:
    /// The duties outlive it. `niceness` is that of its threads beside the process's others (nice(2)): 0 to 19. No
    /// thread runs before start().
    explicit Crew(std::vector<Duty*> duties, int niceness = 0) : duties_{std::move(duties)}, niceness_{niceness} {}

    /// Waits until each thread has finished the duty that it is doing.
    ~Crew();

    /// Starts the threads. Call once.
    void start();

    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Call when a duty has become due by something that happened outside of the crew's threads.
    void notify();

    /// Waits until none of the duties is due or being done.
    void wait_until_idle();

  private:
    void work();
    /// REQUIRES: mutex_ is held by `lock`. Sleeps until woken. If a duty was performed since `performed_before`, there
    /// may soon be more to do, so the sleep then ends after a millisecond.
    void sleep(std::unique_lock<std::mutex>& lock, std::uint64_t& performed_before);
    /// REQUIRES: mutex_ is held. The first duty that is due and not taken; nullptr if there is none.
    Duty* next() const;

    const std::vector<Duty*> duties_;
    const int niceness_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable idle_;
    std::size_t sleeping_ = 0;
    /// Sleeping threads that wake up by themselves.
    std::size_t dozing_ = 0;
    /// How many duties were performed so far.
    std::uint64_t performed_ = 0;
    std::size_t taken_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace likes::lanes
