use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};

use arc_swap::ArcSwapOption;
use relata_engine::Snapshot;
use relata_graph::Findings;
use relata_model::{Problem, Timestamp};
use relata_store::{DatabaseUrl, Store, StoreOptions, Tx, WriteContext, Written};
use tokio::sync::watch;

use crate::coverage::CoverageCache;
use crate::desk::Desk;
use crate::live::{self, Contact, Follower, Live};
use crate::rule::VocabularyCache;
use crate::selection::ColumnsCache;
use crate::upload_folder::UploadFolder;
use crate::{AppError, Clock};

/// How an [`App`] is started.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Where the facts are.
    pub database: DatabaseUrl,
    /// Whether to compile an index at once and follow the change log, as a server does.
    pub follow: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

/// Who asks; written into the audit log.
#[derive(Debug, Clone)]
pub struct Caller {
    /// A name for people.
    pub actor: String,
}

impl Caller {
    /// Somebody on this machine; until there are keys, everybody.
    pub fn local() -> Caller {
        Caller { actor: "local".to_string() }
    }
}

/// What a write did.
#[derive(Debug, Clone)]
pub struct Saved<T> {
    /// The thing as stored.
    pub value: T,
    /// The revision of the change; the current one, which is somebody else's, if nothing changed.
    pub revision: i64,
    /// Whether anything was written.
    pub changed: bool,
    /// Whether it was not there before.
    pub created: bool,
    /// What to know, though it was done.
    pub warnings: Vec<Problem>,
}

impl<T> Saved<T> {
    /// The revision of the change, by which it can be undone; `None` if nothing changed.
    pub fn change(&self) -> Option<i64> {
        self.changed.then_some(self.revision)
    }
}

/// The use cases of the system, over one database and one compiled index.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) index: ArcSwapOption<Snapshot>,
    pub(crate) live: watch::Sender<Live>,
    /// Held while an index is compiled or changed, so that two never do it at once.
    pub(crate) publishing: Mutex<()>,
    pub(crate) contact: Contact,
    pub(crate) coverage: CoverageCache,
    /// What lists of products are made from, beside the index.
    pub(crate) columns: ColumnsCache,
    pub(crate) vocabulary: VocabularyCache,
    pub(crate) follower: Option<Follower>,
    pub(crate) loading_sample: AtomicBool,
    /// Whether the sample shop was there when the database was last asked.
    pub(crate) sample_shop: AtomicBool,
    pub(crate) uploads: UploadFolder,
    /// What is wrong with the shop, as of the last look at all of it.
    pub(crate) findings: Arc<Desk<Findings>>,
}

impl App {
    /// Opens the database, and compiles the index if the app is to follow.
    pub fn open(options: AppOptions) -> Result<App, AppError> {
        let store = Store::open(&options.database, &StoreOptions::default())?;
        let follower = options.follow.then(Follower::new);
        let inner = Arc::new(Inner {
            store,
            clock: options.clock,
            index: ArcSwapOption::empty(),
            live: watch::Sender::new(Live::default()),
            publishing: Mutex::new(()),
            contact: Contact::new(),
            coverage: CoverageCache::default(),
            columns: ColumnsCache::default(),
            vocabulary: VocabularyCache::default(),
            loading_sample: AtomicBool::new(false),
            sample_shop: AtomicBool::new(false),
            uploads: UploadFolder::of(&options.database),
            findings: Desk::new(),
            follower,
        });
        let app = App { inner };
        app.undo_interrupted_imports()?;
        if let Some(follower) = &app.inner.follower {
            app.snapshot()?;
            live::start(&app, follower);
        }
        Ok(app)
    }

    /// The database.
    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Reads in one consistent view of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T, AppError>) -> Result<T, AppError> {
        self.store().read(work)
    }

    /// Writes in one transaction and wakes the follower.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<Written<T>, AppError> {
        let context = WriteContext { actor: caller.actor.clone(), at: self.now() };
        let written = self.store().write(context, work)?;
        self.wake_follower();
        Ok(written)
    }

    /// Tells the follower that there may be something new.
    pub(crate) fn wake_follower(&self) {
        if let Some(follower) = &self.inner.follower {
            follower.wake();
        }
    }

    pub(crate) fn publishing(&self) -> MutexGuard<'_, ()> {
        self.inner.publishing.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("live", &*self.inner.live.borrow()).finish_non_exhaustive()
    }
}
