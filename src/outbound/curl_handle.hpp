// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "base/result.hpp"
#include "outbound/address_rules.hpp"

namespace gx::outbound {

struct CurlFreed {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CurlListFreed {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlListPtr = std::unique_ptr<curl_slist, CurlListFreed>;

/// One transfer by libcurl with what every transfer of this program needs: no proxy, no signals, no redirect, no other protocol than
/// those named, verified TLS 1.2 or newer, an end to waiting, and a look at the very address of each connection before it is made,
/// so that a name that leads elsewhere at the second look-up gains nothing.
///
/// Thread: one handle, one thread.
class CurlHandle {
public:
    struct Settings {
        std::string protocols;  ///< "https", "http" or "smtp,smtps"
        Whereabouts whereabouts = Whereabouts::Public;
        std::chrono::milliseconds time_max{5'000};
        std::string ca_file = {};  ///< empty: the system's
    };
    explicit CurlHandle(Settings settings);
    CurlHandle(const CurlHandle&) = delete;
    CurlHandle& operator=(const CurlHandle&) = delete;

    CURL* get() const { return handle_.get(); }
    /// Sets an option; only a bug can make this fail.
    template <class T>
    void set(CURLoption option, T value) {
        GX_ASSERT(curl_easy_setopt(handle_.get(), option, value) == CURLE_OK);
    }
    /// Runs the transfer. Errors: NotPermitted "outbound.address_refused"; TooLarge "outbound.too_large";
    ///                            Unavailable "outbound.too_slow", "outbound.unreachable"
    base::Result<base::Done> perform();

private:
    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

    Settings settings_;
    std::unique_ptr<CURL, CurlFreed> handle_;
    std::string fault_;
    bool address_refused_ = false;
};

}  // namespace gx::outbound
