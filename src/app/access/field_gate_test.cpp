// SPDX-License-Identifier: Apache-2.0
#include "app/access/field_gate.hpp"

#include <gtest/gtest.h>

#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

using base::Json;

class FieldGateTest : public testing::Test {
protected:
    FieldGateTest() {
        const auto classes = FieldClasses::from_json(base::parse_json(R"({"entity": "official", "source": ["S-5.4a"], "fields": [
            {"field": "staff_no", "class": "internal"}, {"field": "plate", "class": "restricted", "mask": "plate", "opens": "official.unmask"},
            {"field": "name", "class": "restricted", "mask": "person_name", "opens": "official.unmask"},
            {"field": "nick", "class": "public"}]})").value());
        book_ = FieldBook::make({classes.value()}).value();
        const auto sealing = sealer_.seal("990101", "s-1", base::as_bytes("张三")).value();
        reference_ = sealing.reference();
        EXPECT_TRUE(store_.write({.actor = support::an_actor(), .at = {}}, [&](Work& work) { return work.add_sealed(sealing.row); }).ok());
    }
    std::string shown(std::string_view entity, const Json& content, const FieldGate::Fields& opened = {}) {
        return base::canonical(FieldGate(book_, sealer_).shown(*store_.reader().value(), entity, content, opened).value());
    }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::ToySealer sealer_;
    FieldBook book_;
    Json reference_;
};

TEST_F(FieldGateTest, MasksWhatIsSealedAndLeavesOutWhatNoFileNames) {
    Json content = Json::object();
    content.set("staff_no", "G-1").set("name", reference_).set("salary", "9").set("plate", "辽N12341");
    EXPECT_EQ(shown("official", content), R"({"name":"张*","plate":"辽N****1","staff_no":"G-1"})");
    EXPECT_EQ(shown("official", content, {"name"}), R"({"name":"张三","plate":"辽N****1","staff_no":"G-1"})");
    EXPECT_EQ(shown("official", content, {"plate"}), R"({"name":"张*","plate":"辽N12341","staff_no":"G-1"})");
}

TEST_F(FieldGateTest, NeverLetsASealedValueOutAsItLies) {
    // In a field that the law pack takes for an open one, in a list, and in an entity that no file speaks of.
    EXPECT_EQ(shown("official", Json::object().set("nick", reference_)), R"({"nick":"***"})");
    EXPECT_EQ(shown("official", Json::object().set("nick", Json::array().push(reference_)), {"nick"}), R"({"nick":["***"]})");
    Json deep = Json::object();
    deep.set("people", Json::array().push(Json::object().set("name", reference_).set("post", "x")));
    EXPECT_EQ(shown("complaint", deep), R"({"people":[{"name":"***","post":"x"}]})");
}

TEST_F(FieldGateTest, WhatWasErasedIsLeftOutAndWhatIsBrokenIsSaid) {
    const Json gone = Json::object().set("sealed", "s-9").set("commit", "00");
    EXPECT_EQ(shown("official", Json::object().set("name", gone)), "{}");
    store_.state.sealed["s-1"].ciphertext[0] ^= 1;
    const auto broken = FieldGate(book_, sealer_).shown(*store_.reader().value(), "official", Json::object().set("name", reference_));
    EXPECT_EQ(broken.error().reason, "sealed.broken");
}

TEST_F(FieldGateTest, KnowsWhichActionOpensWhat) {
    const FieldGate gate(book_, sealer_);
    EXPECT_TRUE(gate.opens("official", "name", "official.unmask"));
    EXPECT_FALSE(gate.opens("official", "name", "official.read"));
    EXPECT_FALSE(gate.opens("official", "staff_no", "official.unmask"));
    EXPECT_FALSE(gate.opens("official", "salary", "official.unmask"));
    EXPECT_FALSE(gate.opens("body", "name", "official.unmask"));
}

TEST(FieldBook, HasOneFileForAnEntityAndKnowsEveryMask) {
    const auto classes = FieldClasses::from_json(base::parse_json(R"({"entity": "official", "source": ["S-5.4a"], "fields": []})").value()).value();
    EXPECT_EQ(FieldBook::make({classes, classes}).error().reason, "fields.entity_twice");
    for (const char* name : {"person_name", "id_number", "id_number_internal", "phone", "bank_card", "plate", "email", "address", "hidden"}) {
        EXPECT_NE(mask_function(name), nullptr) << name;
    }
    EXPECT_EQ(mask_function("none"), nullptr);
    EXPECT_EQ(mask_function("hidden")("x"), "***");
    EXPECT_EQ(code_of(DataClass::Sensitive), "sensitive");
}

}  // namespace
}  // namespace gx::app
