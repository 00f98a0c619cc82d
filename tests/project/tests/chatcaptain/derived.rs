//! What is committed is what the generator makes of the page: in a copy of the project, changed here and there.

use std::fs;
use std::path::Path;

use generator_tests::{assert_ends, workspace};
use project_tests::xtask;
use tempfile::TempDir;

/// A copy of the project, as far as the commands read it.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["spec", "generated"] {
        copy_folder(&workspace().join(part), &folder.path().join(part));
    }
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("can be read");
        let to = to.join(entry.file_name());
        match entry.file_type().expect("has a type").is_dir() {
            true if entry.file_name() == "target" => {}
            true => copy_folder(&entry.path(), &to),
            false => {
                fs::copy(entry.path(), to).expect("is copied");
            }
        }
    }
}

fn edit(project: &TempDir, path: &str, from: &str, to: &str) {
    let path = project.path().join(path);
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(from), "{from:?} is in the file");
    fs::write(&path, text.replace(from, to)).expect("is written");
}

#[test]
fn what_is_committed_is_current() {
    let project = copy();
    assert_ends(&xtask(project.path(), &["codegen", "--check"]), 0, &[]);
    edit(
        &project,
        "generated/src/types/stats_get_channels_response_dto.rs",
        "pub channels: Vec<StatsChatbotChannelDto>",
        "pub channels: Vec<String>",
    );
    let check = ["codegen", "--check"];
    assert_ends(
        &xtask(project.path(), &check),
        1,
        &["generated/src/types/stats_get_channels_response_dto.rs", "to repair: cargo xtask codegen"],
    );
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    assert_ends(&xtask(project.path(), &check), 0, &[]);
    let fragments = project.path().join("spec/fragments/statistics");
    let post = "post-statistics-controller-export-stats-1-v1.json";
    fs::remove_file(fragments.join(post)).expect("is removed");
    assert_ends(&xtask(project.path(), &check), 1, &[post, "to repair: cargo xtask codegen"]);
}

#[test]
fn the_hand_written_module_is_kept() {
    let project = copy();
    edit(&project, "generated/src/export.rs", "//! An export of statistics", "//! One export of statistics");
    assert_ends(&xtask(project.path(), &["codegen", "--check"]), 0, &[]);
    fs::remove_file(project.path().join("generated/src/export.rs")).expect("is removed");
    let ran = xtask(project.path(), &["codegen"]);
    assert_ne!(ran.code, Some(0));
    assert!(ran.stderr.contains("src/export.rs") && ran.stderr.contains("[[keep]]"), "{}", ran.stderr);
}

#[test]
fn two_operations_of_one_name_are_an_error_with_both_places() {
    let project = copy();
    let page = "spec/pages/statistics.md";
    edit(&project, page, "StatisticsController_getOverviewReport[1]_v1", "StatisticsController_getChannelReport[2]_v1");
    let ran = xtask(project.path(), &["codegen"]);
    assert_ends(
        &ran,
        3,
        &["error[names::operation-clash]", "change the pattern or rename one of them in codegen.toml"],
    );
    for id in ["StatisticsController_getChannelReport[1]_v1", "StatisticsController_getChannelReport[2]_v1"] {
        assert!(ran.stderr.contains(id), "{id} is not in:\n{}", ran.stderr);
    }
}

#[test]
fn requirements_without_names_are_reported_until_the_overlay_defines_them() {
    let project = copy();
    let ran = xtask(project.path(), &["codegen"]);
    assert!(!ran.stderr.contains("warning"), "nothing is left to report: {}", ran.stderr);
    let path = project.path().join("spec/overlay.yaml");
    let overlay = fs::read_to_string(&path).expect("the overlay");
    let (head, actions) = overlay.split_once("actions:\n").expect("it has actions");
    let from = actions.find("  - target: $.paths[*][*].parameters").expect("an action that is not about security");
    fs::write(&path, format!("{head}actions:\n{}", &actions[from..])).expect("written");
    let ran = xtask(project.path(), &["codegen"]);
    assert!(ran.stderr.contains("warning[lower::security-names-lost]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("with an overlay"), "says what to do: {}", ran.stderr);
}

#[test]
fn what_nullable_means_is_shown_with_the_notes() {
    let project = copy();
    let ran = xtask(project.path(), &["codegen", "--notes"]);
    assert_ends(&ran, 0, &["note[schema::nullable-without-type]", "InboxReport"]);
}

#[test]
fn a_mistake_in_a_line_of_thousands_of_columns_is_shown_in_a_window() {
    let project = copy();
    edit(
        &project,
        "spec/pages/statistics.md",
        r#""averageJoinTimeSeconds":{"type":"number""#,
        r#""averageJoinTimeSeconds":{"type":number"#,
    );
    let ran = xtask(project.path(), &["codegen"]);
    assert_ends(&ran, 65, &["spec/pages/statistics.md:"]);
    let widest = ran.stderr.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(250), "a line of {widest:?} characters:\n{}", ran.stderr);
    let at = ran.stderr.split("statistics.md:").nth(1).expect("has a place");
    let mut numbers = at.split([':', ' ', '\n']).map(|number| number.parse::<usize>().unwrap_or(0));
    assert!(numbers.next() > Some(10) && numbers.next() > Some(500), "line and column: {at}");
}
