// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "domain/publication/masks.hpp"

namespace gx::domain {
namespace {

using Mask = std::string (*)(std::string_view);
struct MaskCase {
    std::string name;
    Mask mask;
    std::string text;
    std::string want;
};
class Masking : public testing::TestWithParam<MaskCase> {};

// Source: SRC-PIPL art. 28, 34; S-5.6a
TEST_P(Masking, HidesWhatIsPersonal) { EXPECT_EQ(GetParam().mask(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(, Masking, testing::Values(
    MaskCase{"NameOfTwo", mask_person_name, "张三", "张*"},
    MaskCase{"NameOfThree", mask_person_name, "张三丰", "张**"},
    MaskCase{"CompoundSurname", mask_person_name, "欧阳小明", "欧阳**"},
    MaskCase{"CompoundAloneIsSurnameAndName", mask_person_name, "欧阳", "欧*"},
    MaskCase{"OneCharacter", mask_person_name, "张", "张*"},
    MaskCase{"NameWithBlanks", mask_person_name, "　张三 ", "张*"},
    MaskCase{"EmptyName", mask_person_name, "", "***"},
    MaskCase{"IdOf18", mask_id_number, "211382199001010019", "2****************9"},
    MaskCase{"IdWithX", mask_id_number, "21138219900101001X", "2****************X"},
    MaskCase{"IdOf15", mask_id_number, "211382900101001", "2*************1"},
    MaskCase{"IdOfWrongLength", mask_id_number, "21138219900101", "***"},
    MaskCase{"IdWithLetter", mask_id_number, "2113821990A1010019", "***"},
    MaskCase{"IdInside", mask_id_number_internal, "211382199001010019", "2113**********0019"},
    MaskCase{"IdInsideBad", mask_id_number_internal, "x", "***"},
    MaskCase{"Mobile", mask_phone, "13812341234", "138****1234"},
    MaskCase{"Landline", mask_phone, "0421-6831234", "**********34"},
    MaskCase{"PhoneWithText", mask_phone, "tel 138", "***"},
    MaskCase{"Card", mask_bank_card, "6222021234567891234", "***************1234"},
    MaskCase{"CardTooShort", mask_bank_card, "1234", "***"},
    MaskCase{"Plate", mask_plate, "辽N12341", "辽N****1"},
    MaskCase{"PlateOfNewEnergy", mask_plate, "辽ND12345", "辽N*****5"},
    MaskCase{"PlateTooShort", mask_plate, "辽N1", "***"},
    MaskCase{"Email", mask_email, "abc@example.cn", "a***@example.cn"},
    MaskCase{"EmailWithoutAt", mask_email, "abc", "***"},
    MaskCase{"EmailTwoAts", mask_email, "a@b@c", "***"},
    MaskCase{"AddressToTownship", mask_address, "凌源市四合当镇东街12号", "凌源市四合当镇***"},
    MaskCase{"AddressToStreet", mask_address, "凌源市南街街道三委", "凌源市南街街道***"},
    MaskCase{"AddressEndsThere", mask_address, "凌源市四合当镇", "凌源市四合当镇"},
    MaskCase{"AddressWithoutUnit", mask_address, "某路3号", "***"}),
    [](const auto& row) { return row.param.name; });

struct DetectCase {
    std::string name;
    std::string text;
    std::optional<PersonalValue> want;
};
class Detection : public testing::TestWithParam<DetectCase> {};

TEST_P(Detection, FindsPersonalValues) { EXPECT_EQ(personal_value_in(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(, Detection, testing::Values(
    DetectCase{"Nothing", "按合同约定应于2025年7月31日前支付", std::nullopt},
    DetectCase{"IdRightCheck", "身份证11010519491231002X。", PersonalValue::IdNumber},
    DetectCase{"IdFullWidth", "１１０１０５１９４９１２３１００２Ｘ", PersonalValue::IdNumber},
    DetectCase{"IdSplit", "110105 19491231 002X", PersonalValue::IdNumber},
    DetectCase{"IdWrongCheck", "110105194912310021", std::nullopt},
    DetectCase{"CreditCodeOfDigits", "112113820000001002", std::nullopt},
    DetectCase{"Id15", "编号130503670401001", PersonalValue::IdNumber},
    DetectCase{"Id15NoBirthday", "编号130503671301001", std::nullopt},
    DetectCase{"Mobile", "联系电话13812341234", PersonalValue::Phone},
    DetectCase{"MobileSplit", "138-1234-1234", PersonalValue::Phone},
    DetectCase{"MobileWithCountry", "+8613812341234", PersonalValue::Phone},
    DetectCase{"ElevenDigitsNoMobile", "12345678901", std::nullopt},
    DetectCase{"DigitsInsideLonger", "00138123412345678", std::nullopt},
    DetectCase{"CardWithLuhn", "卡号4111111111111111", PersonalValue::BankCard},
    DetectCase{"CardWithoutLuhn", "卡号4111111111111112", std::nullopt},
    DetectCase{"DayThenPhone", "2025-07-01 13812341234", PersonalValue::Phone},
    DetectCase{"DocumentNumber", "凌财采〔2025〕12号", std::nullopt},
    DetectCase{"Empty", "", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gx::domain
