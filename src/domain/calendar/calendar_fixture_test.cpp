// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/calendar_fixture_test.hpp"

#include <fstream>
#include <map>

#include "base/text.hpp"
#include "source_dir.hpp"

namespace gx::domain {

const std::vector<FixtureDay>& fixture_days() {
    static const std::vector<FixtureDay> days = [] {
        std::vector<FixtureDay> out;
        std::ifstream file{GX_SOURCE_DIR "/tests/fixtures/calendar/days.csv"};
        for (std::string line; std::getline(file, line);) {
            const auto fields = base::split(line, ',');
            if (line.starts_with("#") || line.starts_with("date,") || fields.size() != 3) { continue; }
            out.push_back({*base::Date::parse(fields[0]), fields[1] == "1", std::string{fields[2]}});
        }
        return out;
    }();
    return days;
}

const WorkingCalendar& official_calendar() {
    static const WorkingCalendar calendar = [] {
        std::map<int, base::Json> files;
        for (const auto& day : fixture_days()) {
            base::Json row;
            row.set("date", day.date.iso()).set("name", day.name).set("off", day.off);
            base::Json& file = files[day.date.year()];
            base::Json days = file.at("days");
            days.push(std::move(row));
            file.set("days", std::move(days));
        }
        std::vector<CalendarYear> years;
        for (auto& [year, file] : files) {
            file.set("id", "CN-" + std::to_string(year)).set("year", year).set("source", "EXT-FJBF");
            file.set("notices", base::Json::Array{"notice"});
            years.push_back(CalendarYear::from_json(file).value());
        }
        return WorkingCalendar::make(years).value();
    }();
    return calendar;
}

}  // namespace gx::domain
