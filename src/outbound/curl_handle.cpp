// SPDX-License-Identifier: Apache-2.0
#include "outbound/curl_handle.hpp"

#include <sys/socket.h>

namespace gx::outbound {
namespace {

using base::Error;
using base::ErrorCode;

CURL* fresh_handle() {
    static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    GX_ASSERT(begun == CURLE_OK);
    CURL* const handle = curl_easy_init();
    GX_ASSERT(handle != nullptr);
    return handle;
}

}  // namespace

CurlHandle::CurlHandle(Settings settings) : settings_(std::move(settings)), handle_(fresh_handle()), fault_(CURL_ERROR_SIZE, '\0') {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_PROTOCOLS_STR, settings_.protocols.c_str());
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.time_max.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.time_max.count()));
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings_.ca_file.empty()) { set(CURLOPT_CAINFO, settings_.ca_file.c_str()); }
    set(CURLOPT_OPENSOCKETFUNCTION, &CurlHandle::open_socket);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_ERRORBUFFER, fault_.data());
}

curl_socket_t CurlHandle::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& handle = *static_cast<CurlHandle*>(self);
    // One refused address spoils the host: what gives good and bad ones in turn is not to be trusted with either.
    if (handle.address_refused_ || !may_connect(address->addr, handle.settings_.whereabouts)) {
        handle.address_refused_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

base::Result<base::Done> CurlHandle::perform() {
    const CURLcode code = curl_easy_perform(handle_.get());
    if (address_refused_) { return Error{ErrorCode::NotPermitted, "outbound.address_refused"}; }
    if (code == CURLE_OK) { return base::Done{}; }
    const std::string said = fault_.front() != '\0' ? std::string(fault_.c_str()) : std::string(curl_easy_strerror(code));
    if (code == CURLE_OPERATION_TIMEDOUT) { return Error{ErrorCode::Unavailable, "outbound.too_slow", said}; }
    if (code == CURLE_FILESIZE_EXCEEDED || code == CURLE_WRITE_ERROR) { return Error{ErrorCode::TooLarge, "outbound.too_large", said}; }
    return Error{ErrorCode::Unavailable, "outbound.unreachable", said};
}

}  // namespace gx::outbound
