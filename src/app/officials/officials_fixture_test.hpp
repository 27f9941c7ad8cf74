// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/officials/change_official.hpp"
#include "app/officials/official_parts.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {

/// A store whose writes fail when it is told so; what was read before stays readable.
class SullenStore final : public Store {
public:
    explicit SullenStore(const domain::Hasher& hasher) : inner(hasher) {}
    Result<std::unique_ptr<Reader>> reader() override { return inner.reader(); }
    Result<Done> write(const WriteContext& context, const std::function<Result<Done>(Work&)>& work) override {
        if (refuses) { return Error{ErrorCode::Unavailable, "store.unavailable"}; }
        return inner.write(context, work);
    }
    std::int64_t position() override { return inner.position(); }

    support::MemoryStore inner;
    bool refuses = false;
};

/// A sealer that counts what it opens.
class CountingSealer final : public Sealer {
public:
    Result<Sealing> seal(std::string_view tenant, std::string_view id, base::ByteView value) override { return inner.seal(tenant, id, value); }
    Result<Opened> open(const SealedValue& row) override {
        ++opened;
        return inner.open(row);
    }
    Result<SealedValue> reseal(const SealedValue& row) override { return inner.reseal(row); }
    std::string current_key() override { return inner.current_key(); }
    Result<std::vector<LookupDigest>> lookup_digests(std::string_view tenant, std::string_view scope, std::string_view value) override {
        return inner.lookup_digests(tenant, scope, value);
    }

    support::ToySealer inner;
    int opened = 0;
};

inline constexpr const char* kNumber = "211382199001010019";
inline constexpr const char* kPhone = "13800001234";

/// Two bodies with an official each, posts, tenures and records about them.
class OfficialsTest : public testing::Test {
protected:
    OfficialsTest();

    /// Somebody who may do these things to the rows of these bodies; without bodies: to all.
    Actor who(ActionSet actions, std::vector<std::string> bodies = {}) const;
    /// The organisation department at a web session, proven now.
    Actor organisation() const;
    /// The first official as the person concerned.
    Actor person() const;
    void put(const std::string& type, const std::string& id, const std::string& json, std::int64_t version = 1);
    std::string add(const std::string& staff_no, const std::string& body_id, const std::string& name, const std::string& number = {},
                    const std::string& phone = {});
    OfficialDraft draft_of(const std::string& staff_no, const std::string& body_id) const;
    /// Contents of every journalled read, oldest first.
    std::vector<base::Json> reads() const;
    /// The whole journal as text.
    std::string journal() const;

    support::ToyHasher hasher_;
    SullenStore store_{hasher_};
    support::FixedClock clock_{"2026-11-22T04:00:00Z"};
    support::SequenceIds ids_;
    CountingSealer sealer_;
    FieldBook fields_;
    OfficialParts parts_{store_, clock_, ids_, sealer_, fields_};
    std::string first_;   ///< of body-1
    std::string second_;  ///< of body-2
};

template <class T>
std::string reason_of(const Result<T>& result) {
    return result.ok() ? "" : result.error().reason;
}

}  // namespace gx::app
