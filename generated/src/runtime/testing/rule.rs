//! Which requests a mock answers, and with what.

use std::fmt;

use crate::runtime::description::ApiOperation;
use crate::runtime::description::OperationInfo;
use crate::runtime::encoding::percent;

use super::recorded::Recorded;
use super::reply::MockReply;

/// A rule of a mock.
pub(super) struct Rule {
    pub(super) wanted: Wanted,
    pub(super) when: Option<Box<When>>,
    /// How many requests it still answers; `None` for any number.
    pub(super) left: Option<usize>,
    /// How many it answered.
    pub(super) played: usize,
    pub(super) reply: MockReply,
}

type When = dyn Fn(&Recorded) -> bool + Send + Sync;

/// Which requests.
pub(super) enum Wanted {
    Any,
    Operation(&'static OperationInfo),
    /// Method and path, below that of the server.
    Path(String, String),
    /// Method and path.
    WholePath(String, String),
}

/// The index of the rule that replies to a request: what was said for one case comes before what was said for all.
#[inline]
pub(super) fn following(rules: &[Rule], request: &Recorded) -> Option<usize> {
    let fitting = || rules.iter().enumerate().filter(|(_, rule)| rule.fits(request));
    let limited = fitting().find(|(_, rule)| !rule.is_for_any() && !rule.is_for_ever());
    let lasting = || {
        let lasting = fitting().filter(|(_, rule)| !rule.is_for_any());
        lasting.max_by_key(|(index, rule)| (rule.is_for_one_path(), *index))
    };
    limited.or_else(lasting).or_else(|| fitting().next()).map(|(index, _)| index)
}

impl Rule {
    #[inline]
    fn is_for_any(&self) -> bool {
        matches!(self.wanted, Wanted::Any)
    }

    #[inline]
    fn is_for_one_path(&self) -> bool {
        matches!(&self.wanted, Wanted::Path(_, path) | Wanted::WholePath(_, path) if !path.contains('{'))
    }

    #[inline]
    fn is_for_ever(&self) -> bool {
        self.when.is_none() && self.left.is_none()
    }

    #[inline]
    fn fits(&self, request: &Recorded) -> bool {
        let is_wanted = match &self.wanted {
            Wanted::Any => true,
            Wanted::Operation(info) => request.operation.is_some_and(|operation| operation.name() == info.name),
            Wanted::Path(method, path) => request.method.as_str().eq_ignore_ascii_case(method) && fits(path, request),
            Wanted::WholePath(method, path) => request.method.as_str() == method && request.path() == path,
        };
        is_wanted && self.left != Some(0) && self.when.as_ref().is_none_or(|when| when(request))
    }

    #[inline]
    pub(super) fn play(&mut self) -> MockReply {
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.played = self.played.saturating_add(1);
        self.reply.clone()
    }

    #[inline]
    pub(super) fn is_unused(&self) -> bool {
        self.left.map_or(self.played == 0, |left| left > 0)
    }
}

/// Whether the path of a request, whole or below that of the server, is one of a pattern.
#[inline]
fn fits(pattern: &str, request: &Recorded) -> bool {
    let pattern: Vec<&str> = pattern.trim_start_matches('/').split('/').collect();
    let path: Vec<&str> = request.path().trim_start_matches('/').split('/').collect();
    let template = request.operation.map(ApiOperation::path_template).filter(|template| !template.is_empty());
    let length = template.map_or(path.len(), |template| template.trim_start_matches('/').split('/').count());
    let own = path.get(path.len().saturating_sub(length)..).unwrap_or_default();
    [own, path.as_slice()].iter().any(|path| {
        path.len() == pattern.len() && path.iter().zip(&pattern).all(|(part, pattern)| part_fits(pattern, part))
    })
}

/// `{id}` and `{id}.json` stand for any text there.
#[inline]
fn part_fits(pattern: &str, part: &str) -> bool {
    let part = percent::decode(part);
    match (pattern.split_once('{'), pattern.rsplit_once('}')) {
        (Some((before, _)), Some((_, behind))) => {
            part.strip_prefix(before).is_some_and(|rest| rest.len() > behind.len() && rest.ends_with(behind))
        }
        _ => part == pattern || part == percent::decode(pattern),
    }
}

impl fmt::Display for Rule {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.wanted {
            Wanted::Any => f.write_str("any request")?,
            Wanted::Operation(info) => f.write_str(info.name)?,
            Wanted::Path(method, path) | Wanted::WholePath(method, path) => write!(f, "{method} {path}")?,
        }
        if self.when.is_some() {
            f.write_str(" with a condition")?;
        }
        match self.left {
            Some(left) => write!(f, " ({left} left)"),
            None => Ok(()),
        }
    }
}
