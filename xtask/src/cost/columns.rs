//! What is measured of a crate and of the program that uses it.

use std::collections::BTreeMap;

use performance::statistics::Spread;

/// What is measured, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    CheckCpu,
    CheckPeak,
    DevCpu,
    DevPeak,
    ReleaseCpu,
    ReleasePeak,
    Lines,
    DevRlib,
    ReleaseRlib,
    ProgramDevCpu,
    ProgramReleaseCpu,
    ProgramBytes,
    DevSum,
    ReleaseSum,
}

/// All columns.
pub const COLUMNS: [Column; 14] = [
    Column::CheckCpu,
    Column::CheckPeak,
    Column::DevCpu,
    Column::DevPeak,
    Column::ReleaseCpu,
    Column::ReleasePeak,
    Column::Lines,
    Column::DevRlib,
    Column::ReleaseRlib,
    Column::ProgramDevCpu,
    Column::ProgramReleaseCpu,
    Column::ProgramBytes,
    Column::DevSum,
    Column::ReleaseSum,
];

impl Column {
    /// Its name in JSON, and its titles in the table: a group, and what of it.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::CheckCpu => ("check_cpu_seconds", "check", "CPU s"),
            Self::CheckPeak => ("check_peak_bytes", "check", "MiB"),
            Self::DevCpu => ("dev_cpu_seconds", "dev build", "CPU s"),
            Self::DevPeak => ("dev_peak_bytes", "dev build", "MiB"),
            Self::ReleaseCpu => ("release_cpu_seconds", "release build", "CPU s"),
            Self::ReleasePeak => ("release_peak_bytes", "release build", "MiB"),
            Self::Lines => ("lines", "crate", "lines"),
            Self::DevRlib => ("dev_rlib_bytes", "dev rlib", "MiB"),
            Self::ReleaseRlib => ("release_rlib_bytes", "release rlib", "MiB"),
            Self::ProgramDevCpu => ("program_dev_cpu_seconds", "program dev", "CPU s"),
            Self::ProgramReleaseCpu => ("program_release_cpu_seconds", "program release", "CPU s"),
            Self::ProgramBytes => ("program_release_stripped_bytes", "program stripped", "MiB"),
            Self::DevSum => ("crate_and_program_dev_cpu_seconds", "crate + program dev", "CPU s"),
            Self::ReleaseSum => ("crate_and_program_release_cpu_seconds", "crate + program release", "CPU s"),
        }
    }

    /// A value as it is shown.
    pub fn shown(self, value: f64) -> String {
        match self.names().2 {
            "MiB" => format!("{:.1}", value / f64::from(1 << 20)),
            "lines" => format!("{value:.0}"),
            _ => format!("{value:.2}"),
        }
    }
}

/// The measurements of a crate.
#[derive(Clone, Debug, Default)]
pub struct Figures(BTreeMap<Column, Vec<f64>>);

impl Figures {
    /// Adds a measurement.
    pub fn add(&mut self, column: Column, value: f64) {
        self.0.entry(column).or_default().push(value);
    }

    /// What was measured; a sum is that of the medians.
    pub fn get(&self, column: Column) -> Option<Spread> {
        match column {
            Column::DevSum => Some(self.get(Column::DevCpu)?.plus(self.get(Column::ProgramDevCpu)?)),
            Column::ReleaseSum => Some(self.get(Column::ReleaseCpu)?.plus(self.get(Column::ProgramReleaseCpu)?)),
            column => Spread::of(self.0.get(&column)?.iter().copied()),
        }
    }
}
