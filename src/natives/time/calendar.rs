//! The Gregorian calendar, and `strftime`.

/// Days from 1970-01-01 to a date; the month (1 to 12) and the day may be out of range, and carry over.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    // Years from March on, so that the leap day is the last.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month, day of a number of days since 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let m = (5 * of_year + 2) / 153;
    let month = if m < 10 { m + 3 } else { m - 9 };
    (era * 400 + year + i64::from(month <= 2), month, of_year - (153 * m + 2) / 5 + 1)
}

/// A moment in calendar terms, as `struct_time` has it: Monday is 0, the first of January 1.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    weekday: i64,
    yearday: i64,
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Moment {
    /// Seconds since 1970.
    pub fn at(seconds: i64) -> Moment {
        let (day_number, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = date(day_number);
        Moment {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (day_number + 3).rem_euclid(7),
            yearday: day_number - days(year, 1, 1) + 1,
        }
    }
    pub fn fields(self) -> [i64; 8] {
        [self.year, self.month, self.day, self.hour, self.minute, self.second, self.weekday, self.yearday]
    }
    pub fn of([year, month, day, hour, minute, second, weekday, yearday]: [i64; 8]) -> Moment {
        Moment { year, month, day, hour, minute, second, weekday, yearday }
    }

    fn weekday_name(self) -> &'static str {
        DAYS[self.weekday.rem_euclid(7) as usize]
    }
    fn month_name(self) -> &'static str {
        MONTHS[(self.month - 1).rem_euclid(12) as usize]
    }
    fn hour12(self) -> i64 {
        (self.hour + 11) % 12 + 1
    }
    /// The ISO year and week.
    fn iso_week(self) -> (i64, i64) {
        let week = (self.yearday - 1 - self.weekday + 10) / 7;
        let weeks_in = |year: i64| {
            let first = (days(year, 1, 1) + 3).rem_euclid(7);
            let leap = days(year + 1, 1, 1) - days(year, 1, 1) == 366;
            if first == 3 || (first == 2 && leap) { 53 } else { 52 }
        };
        match week {
            ..1 => (self.year - 1, weeks_in(self.year - 1)),
            53.. if weeks_in(self.year) < 53 => (self.year + 1, 1),
            _ => (self.year, week),
        }
    }

    /// `strftime` in the C locale.
    pub fn format(self, format: &str, zone: &str, offset: i64) -> String {
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            match chars.next() {
                None => out.push('%'),
                Some(d) => match self.directive(d, zone, offset) {
                    Some(text) => out.push_str(&text),
                    None => {
                        out.push('%');
                        out.push(d);
                    }
                },
            }
        }
        out
    }

    fn directive(self, d: char, zone: &str, offset: i64) -> Option<String> {
        let nested = |format: &str| self.format(format, zone, offset);
        Some(match d {
            'a' => self.weekday_name()[..3].to_owned(),
            'A' => self.weekday_name().to_owned(),
            'b' | 'h' => self.month_name()[..3].to_owned(),
            'B' => self.month_name().to_owned(),
            'c' => nested("%a %b %e %H:%M:%S %Y"),
            'C' => format!("{:02}", self.year.div_euclid(100)),
            'd' => format!("{:02}", self.day),
            'D' | 'x' => nested("%m/%d/%y"),
            'e' => format!("{:2}", self.day),
            'F' => nested("%Y-%m-%d"),
            'g' => format!("{:02}", self.iso_week().0.rem_euclid(100)),
            'G' => format!("{}", self.iso_week().0),
            'H' => format!("{:02}", self.hour),
            'I' => format!("{:02}", self.hour12()),
            'j' => format!("{:03}", self.yearday),
            'k' => format!("{:2}", self.hour),
            'l' => format!("{:2}", self.hour12()),
            'm' => format!("{:02}", self.month),
            'M' => format!("{:02}", self.minute),
            'n' => "\n".to_owned(),
            'p' => if self.hour < 12 { "AM" } else { "PM" }.to_owned(),
            'P' => if self.hour < 12 { "am" } else { "pm" }.to_owned(),
            'r' => nested("%I:%M:%S %p"),
            'R' => nested("%H:%M"),
            's' => format!(
                "{}",
                days(self.year, self.month, self.day) * 86_400 + self.hour * 3600 + self.minute * 60 + self.second - offset
            ),
            'S' => format!("{:02}", self.second),
            't' => "\t".to_owned(),
            'T' | 'X' => nested("%H:%M:%S"),
            'u' => format!("{}", self.weekday + 1),
            'U' => format!("{:02}", (self.yearday + 6 - (self.weekday + 1) % 7) / 7),
            'V' => format!("{:02}", self.iso_week().1),
            'w' => format!("{}", (self.weekday + 1) % 7),
            'W' => format!("{:02}", (self.yearday + 6 - self.weekday) / 7),
            'y' => format!("{:02}", self.year.rem_euclid(100)),
            'Y' => format!("{}", self.year),
            'z' => {
                let minutes = offset.abs() / 60;
                format!("{}{:02}{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
            }
            'Z' => zone.to_owned(),
            '%' => "%".to_owned(),
            _ => return None,
        })
    }
}
