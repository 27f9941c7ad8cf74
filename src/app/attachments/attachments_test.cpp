// SPDX-License-Identifier: Apache-2.0
// Source: ASSURANCE S1, S17, S18
#include "app/attachments/attachments.hpp"

#include <gtest/gtest.h>

#include "app/attachments/file_bytes_test.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_blobs.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

/// Sums by reading all rows.
class SummedRows final : public AttachmentRows {
public:
    Result<std::int64_t> bytes_of_body(Reader& reader, std::string_view tenant, std::string_view body_id) override {
        std::int64_t sum = 0;
        GX_CHECK(reader.scan("attachment", tenant, [&](const Entity& row) -> Result<Done> {
            if (row.content.text_or_empty("body_id") == body_id) { sum += row.content.at("size_bytes").as_int(); }
            return Done{};
        }));
        return sum;
    }
};

/// Says what the test wants and counts.
class ToyScan final : public VirusScan {
public:
    Result<Done> scan(base::ByteView) override {
        ++scanned;
        if (!reason.empty()) { return Error{ErrorCode::Unavailable, reason}; }
        return Done{};
    }
    std::string reason;
    int scanned = 0;
};

class AttachmentsTest : public testing::Test {
protected:
    AttachmentsTest() {
        put("obligation", "o1", "b1");
        put("obligation", "o2", "b2");
        put("record", "r0", "");
        put("body", "b1", "");
    }

    void put(const std::string& type, const std::string& id, const std::string& body) {
        base::Json content = base::Json::object().set("code", "K-" + id).set("name", "x");
        if (!body.empty()) { content.set("body_id", body); }
        ASSERT_TRUE(store_.write({support::an_actor(), clock_.now()}, [&](Work& work) {
            return work.put(Entity{type, "990101", id, {}, 1, -1, content}, "add");
        }).ok());
    }
    static Actor with(ActionSet actions, Reach reach) {
        Actor actor{.account = "clerk", .tenant = "990101", .actions = actions};
        actor.grants.push_back({std::make_shared<const ActionSet>(std::move(actions)), std::move(reach)});
        return actor;
    }
    static Actor clerk(std::vector<std::string> bodies = {"b1"}) {
        return with({"attachment.add", "attachment.read", "attachment.withdraw", "obligation.read", "obligation.change", "record.read", "record.register"},
                    Reach::of_bodies(std::move(bodies)));
    }
    Attachments attachments(VirusScan* scan = nullptr) { return {store_, rows_, blobs_, archives_, scan, clock_, ids_, limits_}; }
    Result<Attachments::Row> add(const Actor& actor, const std::string& id = "o1", const std::string& name = "a.pdf", const std::string& bytes = sample::pdf(),
                                 const std::string& entity = "obligation") {
        return attachments(&scan_).add({.entity = entity, .entity_id = id, .name = name, .bytes = bytes}, actor);
    }
    template <class T>
    static std::string reason(const Result<T>& result) { return result.ok() ? "ok" : result.error().reason; }
    std::string bytes_of(const std::string& id, const Actor& actor) {
        auto files = attachments();
        auto found = files.download(id, actor);
        if (!found.ok()) { return found.error().reason; }
        std::string all;
        while (found->next(all).value()) {}
        return all;
    }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::MemoryBlobs blobs_{hasher_};
    support::FixedClock clock_;
    support::SequenceIds ids_;
    sample::ToyArchives archives_;
    SummedRows rows_;
    ToyScan scan_;
    AttachmentLimits limits_;
};

TEST_F(AttachmentsTest, KeepsAFileItsFactsAndItsEntry) {
    const auto made = add(clerk(), "o1", "../合同.PDF");
    ASSERT_TRUE(made.ok()) << made.error().reason;
    const Attachment& file = made->attachment;
    EXPECT_EQ(file.name, "合同.PDF");
    EXPECT_EQ(file.media_type, "application/pdf");
    EXPECT_EQ(file.body_id, "b1");
    EXPECT_EQ(file.uploaded_by, "clerk");
    EXPECT_EQ(file.digest, base::to_hex(hasher_.digest(base::as_bytes(sample::pdf()), {})));
    EXPECT_EQ(bytes_of(made->id, clerk()), sample::pdf());
    EXPECT_EQ(store_.state.entries.rbegin()->second.entry.action, "add");
    EXPECT_EQ(Attachment::from_json(file.to_json())->to_json(), file.to_json());
    EXPECT_EQ(attachments().list("obligation", "o1", clerk())->size(), 1U);
}

TEST_F(AttachmentsTest, GivesALargeFileInParts) {
    const std::string large = sample::pdf(std::string(3 * kBlobPartBytes, 'x'));
    const auto made = add(clerk(), "o1", "a.pdf", large);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(bytes_of(made->id, clerk()), large);
    const std::string even = sample::pdf(std::string(kBlobPartBytes - sample::pdf().size(), 'x'));
    ASSERT_EQ(even.size(), kBlobPartBytes);
    EXPECT_EQ(bytes_of(add(clerk(), "o1", "b.pdf", even)->id, clerk()), even);
}

TEST_F(AttachmentsTest, TreatsWhatIsOutOfReachAsUnknown) {
    const auto made = add(clerk());
    ASSERT_TRUE(made.ok());
    const Actor other = clerk({"b2"});
    EXPECT_EQ(reason(add(other)), "obligation.unknown");
    EXPECT_EQ(reason(add(other, "no-such")), "obligation.unknown");
    EXPECT_EQ(reason(attachments().list("obligation", "o1", other)), "obligation.unknown");
    EXPECT_EQ(reason(attachments().download(made->id, other)), "attachment.unknown");
    EXPECT_EQ(reason(attachments().download("no-such", other)), "attachment.unknown");
    EXPECT_EQ(reason(attachments().withdraw(made->id, "x", other)), "attachment.unknown");
    Actor foreign = support::an_actor("x", "990102");
    EXPECT_EQ(reason(attachments().download(made->id, foreign)), "attachment.unknown");
    EXPECT_EQ(reason(add(clerk(), "r0", "a.pdf", sample::pdf(), "record")), "record.unknown") << "a record of no body is for the whole county";
    EXPECT_EQ(reason(add(support::an_actor(), "r0", "a.pdf", sample::pdf(), "record")), "ok");
    EXPECT_EQ(blobs_.kept.size(), 1U);
}

TEST_F(AttachmentsTest, AsksForTheRightOverTheObjectToo) {
    const auto made = add(clerk());
    ASSERT_TRUE(made.ok());
    const Reach b1 = Reach::of_bodies({"b1"});
    EXPECT_EQ(reason(add(with({"attachment.read", "obligation.read"}, b1))), "access.denied");
    EXPECT_EQ(reason(add(with({"attachment.add", "attachment.read", "obligation.read"}, b1))), "access.denied") << "may not change the duty";
    EXPECT_EQ(reason(add(with({"attachment.add", "attachment.read", "obligation.change"}, b1))), "obligation.unknown") << "may not even read it";
    EXPECT_EQ(reason(attachments().download(made->id, with({"attachment.read"}, b1))), "attachment.unknown");
    EXPECT_EQ(reason(attachments().download(made->id, with({"obligation.read"}, b1))), "access.denied");
    const Actor reader = with({"attachment.read", "attachment.withdraw", "obligation.read"}, b1);
    EXPECT_EQ(bytes_of(made->id, reader), sample::pdf());
    EXPECT_EQ(reason(attachments().withdraw(made->id, "x", reader)), "access.denied");
    EXPECT_EQ(reason(attachments().list("obligation", "o1", with({"obligation.read"}, b1))), "access.denied");
    for (const char* entity : {"body", "official", "attachment", "tenant"}) { EXPECT_EQ(reason(add(clerk(), "b1", "a.pdf", sample::pdf(), entity)), "attachment.entity"); }
    // Rights in two scopes do not add up over one object.
    Actor split = with({"attachment.read", "attachment.add", "obligation.read", "obligation.change"}, Reach::of_bodies({"b2"}));
    split.grants.push_back({std::make_shared<const ActionSet>(ActionSet{"obligation.read"}), b1});
    EXPECT_EQ(reason(attachments().download(made->id, split)), "attachment.unknown");
    Actor other = with({"attachment.add", "attachment.read", "attachment.withdraw"}, Reach::of_bodies({"b2"}));
    other.grants.push_back({std::make_shared<const ActionSet>(ActionSet{"attachment.read", "obligation.read", "obligation.change"}), b1});
    other.actions.insert({"obligation.read", "obligation.change"});
    EXPECT_EQ(bytes_of(made->id, other), sample::pdf());
    EXPECT_EQ(reason(add(other, "o1", "b.pdf")), "access.denied") << "adds files in another body only";
    EXPECT_EQ(reason(attachments().withdraw(made->id, "x", other)), "access.denied");
}

TEST_F(AttachmentsTest, LeavesRecordsAboutPersonsToTheirFiles) {
    base::Json content = base::Json::object().set("code", "K-r1").set("body_id", "b1").set("official_id", "p1");
    ASSERT_TRUE(store_.write({support::an_actor(), clock_.now()}, [&](Work& work) {
        return work.put(Entity{"record", "990101", "r1", {}, 1, -1, content}, "add");
    }).ok());
    EXPECT_EQ(reason(add(clerk(), "r1", "a.pdf", sample::pdf(), "record")), "record.unknown");
    EXPECT_EQ(reason(attachments().list("record", "r1", clerk())), "record.unknown");
    EXPECT_TRUE(blobs_.kept.empty());
    put("record", "r2", "b1");
    EXPECT_EQ(reason(add(clerk(), "r2", "a.pdf", sample::pdf(), "record")), "ok");
}

TEST_F(AttachmentsTest, KeepsNothingOfWhatItRefuses) {
    EXPECT_EQ(reason(add(clerk(), "o1", "a.pdf", "")), "attachment.empty");
    EXPECT_EQ(reason(add(clerk(), "o1", "a.pdf", "MZ")), "attachment.type_differs");
    EXPECT_EQ(reason(add(clerk(), "o1", "noname", sample::pdf())), "attachment.name");
    EXPECT_EQ(reason(add(clerk(), "o1", "a.pdf", std::string(kBlobBytesMax + 1, 'x'))), "attachment.too_large");
    EXPECT_EQ(scan_.scanned, 0);
    for (const char* why : {"attachment.scan_unavailable", "attachment.infected"}) {
        scan_.reason = why;
        EXPECT_EQ(reason(add(clerk())), why);
    }
    EXPECT_EQ(scan_.scanned, 2);
    EXPECT_TRUE(blobs_.kept.empty());
    EXPECT_EQ(attachments().list("obligation", "o1", clerk())->size(), 0U);
    scan_.reason.clear();
    EXPECT_EQ(reason(add(clerk())), "ok");
    EXPECT_EQ(reason(attachments(nullptr).add({.entity = "obligation", .entity_id = "o1", .name = "b.pdf", .bytes = "%PDF-1.7 %%EOF"}, clerk())), "ok");
}

TEST_F(AttachmentsTest, HidesAWithdrawnFileAndKeepsItsBytes) {
    const auto made = add(clerk());
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(reason(add(clerk())), "attachment.same");
    EXPECT_EQ(reason(add(clerk(), "o1", "b.pdf")), "ok") << "another name";
    EXPECT_EQ(reason(attachments().withdraw(made->id, "电话13812345678", clerk())), "attachment.reason_personal");
    const auto gone = attachments().withdraw(made->id, "传错了", clerk());
    ASSERT_TRUE(gone.ok()) << gone.error().reason;
    EXPECT_EQ(gone->version, 2);
    EXPECT_EQ(gone->attachment.withdrawn_on, clock_.today());
    EXPECT_EQ(store_.state.entries.rbegin()->second.entry.action, "withdraw");
    EXPECT_EQ(reason(attachments().download(made->id, clerk())), "attachment.withdrawn");
    EXPECT_EQ(reason(attachments().withdraw(made->id, "x", clerk())), "attachment.withdrawn");
    EXPECT_EQ(attachments().list("obligation", "o1", clerk())->size(), 2U);
    EXPECT_EQ(blobs_.kept.size(), 1U);
    EXPECT_EQ(reason(add(clerk())), "ok") << "the same file may come again";
}

TEST_F(AttachmentsTest, CountsFilesAndBytes) {
    limits_ = {.body_bytes_max = 10'000'000, .of_object_max = 2, .ever_of_object_max = 4};
    std::vector<std::string> ids;
    for (const char* name : {"1.pdf", "2.pdf"}) { ids.push_back(add(clerk(), "o1", name)->id); }
    EXPECT_EQ(reason(add(clerk(), "o1", "3.pdf")), "attachment.too_many");
    for (const char* name : {"3.pdf", "4.pdf"}) {
        ASSERT_TRUE(attachments().withdraw(ids.back(), "x", clerk()).ok());
        ids.push_back(add(clerk(), "o1", name)->id);
    }
    ASSERT_TRUE(attachments().withdraw(ids.back(), "x", clerk()).ok());
    EXPECT_EQ(reason(add(clerk(), "o1", "5.pdf")), "attachment.too_many") << "four ever";

    const auto size = static_cast<std::int64_t>(sample::pdf().size());
    limits_ = {.body_bytes_max = 4 * size + 2 * size, .of_object_max = 50, .ever_of_object_max = 200};
    EXPECT_EQ(reason(add(clerk(), "o1", "5.pdf")), "ok");
    EXPECT_EQ(reason(add(clerk(), "o1", "6.pdf")), "ok") << "exactly full";
    EXPECT_EQ(reason(add(clerk(), "o1", "7.pdf")), "attachment.quota");
    const std::size_t kept = blobs_.kept.size();
    EXPECT_EQ(reason(add(clerk(), "o1", "8.pdf", sample::pdf("other"))), "attachment.quota");
    EXPECT_EQ(blobs_.kept.size(), kept) << "no bytes of what has no room";
    EXPECT_EQ(reason(add(clerk({"b2"}), "o2", "7.pdf")), "ok") << "each body has its own";
}

TEST_F(AttachmentsTest, NeverGivesOutChangedBytes) {
    const auto made = add(clerk());
    ASSERT_TRUE(made.ok());
    blobs_.kept.begin()->second += "x";
    EXPECT_EQ(reason(attachments().download(made->id, clerk())), "attachment.bytes_changed");
    blobs_.kept.clear();
    EXPECT_EQ(reason(attachments().download(made->id, clerk())), "attachment.bytes_missing");
}

TEST_F(AttachmentsTest, FollowsTheObjectWhenItMovesToAnotherBody) {
    const auto made = add(clerk());
    ASSERT_TRUE(made.ok());
    ASSERT_TRUE(store_.write({support::an_actor(), clock_.now()}, [&](Work& work) {
        return work.put(Entity{"obligation", "990101", "o1", {}, 2, -1, base::Json::object().set("code", "K-o1").set("body_id", "b2")}, "change");
    }).ok());
    EXPECT_EQ(reason(attachments().download(made->id, clerk())), "attachment.unknown");
    EXPECT_EQ(bytes_of(made->id, clerk({"b2"})), sample::pdf());
}

}  // namespace
}  // namespace gx::app
