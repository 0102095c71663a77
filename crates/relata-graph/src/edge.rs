use relata_model::{Scope, Window};

/// A directed edge of one relation type between two families, with where and when it applies.
///
/// `N` names a family: a dense number in bulk work, a SKU where the graph lies in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge<N> {
    /// The family that shows.
    pub source: N,
    /// The family that is shown.
    pub target: N,
    /// Where and for whom.
    pub scope: Scope,
    /// When.
    pub window: Window,
}

impl<N> Edge<N> {
    /// An edge that applies everywhere and always.
    pub fn everywhere(source: N, target: N) -> Edge<N> {
        Edge { source, target, scope: Scope::default(), window: Window::ALWAYS }
    }

    /// Where and when the edge applies.
    pub(crate) fn context(&self) -> Context {
        Context::new(&self.scope, self.window)
    }
}

/// What a check says of an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<N> {
    /// The law of the type allows it.
    Sound,
    /// It would close a circle: the nodes along it, from the edge's source over its target back to
    /// the source. No circle through the edge is shorter.
    Cycle(Vec<N>),
    /// The search met its bound before it could tell.
    Unproven,
}

impl<N> Verdict<N> {
    /// Whether the edge may be stored.
    pub fn is_sound(&self) -> bool {
        matches!(self, Verdict::Sound)
    }
}

/// In which channels and locales, and when, all edges of a path apply at once.
///
/// Segments are left out: a customer can be in all of them, so they never keep two edges apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Context {
    scope: Scope,
    window: Window,
}

impl Context {
    pub(crate) fn new(scope: &Scope, window: Window) -> Context {
        let scope =
            Scope { channels: scope.channels.clone(), locales: scope.locales.clone(), ..Scope::default() };
        Context { scope, window }
    }

    pub(crate) fn is_everywhere(&self) -> bool {
        self.scope.is_everywhere() && self.window == Window::ALWAYS
    }

    /// What two contexts share, if anything.
    pub(crate) fn intersection(&self, other: &Context) -> Option<Context> {
        let window = self.window.intersection(&other.window)?;
        Some(Context { scope: self.scope.intersection(&other.scope)?, window })
    }

    /// Whether all that the other takes in lies in this one.
    pub(crate) fn covers(&self, other: &Context) -> bool {
        self.window.covers(&other.window) && self.scope.covers(&other.scope)
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(crate) fn window(&self) -> Window {
        self.window
    }
}
